#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "store/line_parser.hpp"

namespace judge {

/// The outputs of an earlier run, by sample, to compare with. In memory is only where in the file
/// each one lies: about 40 bytes a line.
class Baseline {
 public:
  /// Reads the file once. Fault::config where it cannot be read, holds no outputs, or those of
  /// several models, of which one would have to be chosen. Of several epochs the first counts.
  static Result<std::unique_ptr<Baseline>> open(const std::filesystem::path& path, Files& files);

  /// nullopt: it has none for this sample, or the file is no longer what it was. Blocking, for as
  /// long as a line takes; from any thread.
  std::optional<std::string> output(std::string_view id);
  bool has(std::string_view id) const { return places_.contains(key(id)); }

  /// Changes when an output does.
  const Digest& digest() const { return digest_; }

 private:
  struct Place {
    std::uint64_t offset;
    std::uint32_t size;
    std::uint32_t epoch;
  };
  Baseline(std::filesystem::path path, std::unique_ptr<File> file)
      : path_(std::move(path)), file_(std::move(file)) {}
  Result<> read();
  static std::uint64_t key(std::string_view id) { return short_digest(sha256(id)); }

  std::filesystem::path path_;
  std::unique_ptr<File> file_;
  std::unordered_map<std::uint64_t, Place> places_;
  Digest digest_{};
  std::mutex reading_;
  std::string line_;
  LineParser parser_;
};

}  // namespace judge
