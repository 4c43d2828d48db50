#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"

struct gzFile_s;

namespace judge::rows {

/// One line, JSON element or CSV record may not be larger.
inline constexpr std::size_t max_record = std::size_t{64} << 20;

/// "PATH:LINE: what", a Fault::dataset.
std::unexpected<Error> fault(const std::filesystem::path& file, std::uint64_t line,
                             std::string_view what);

/// A file's bytes, unpacked where they are gzip, through a window that holds what its reader has
/// not consumed yet. A byte order mark is skipped.
class Input {
 public:
  static Result<Input> open(const std::filesystem::path& file);

  const std::filesystem::path& file() const { return file_; }
  std::string_view window() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t bytes) {
    begin_ += bytes;
    consumed_ += bytes;
  }
  /// Where in the file the window begins; nullopt where the file is packed.
  std::optional<std::uint64_t> position() const;

  /// Reads more behind the window; false at the end. It may move the window's bytes. The error is a
  /// sentence without file and line, which the caller knows.
  std::expected<bool, std::string> fill();

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  explicit Input(std::filesystem::path file, gzFile_s* handle);
  void make_room();
  std::expected<bool, std::string> ended();
  std::expected<bool, std::string> skip_mark();

  std::filesystem::path file_;
  std::unique_ptr<gzFile_s, Close> handle_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::uint64_t consumed_ = 0;
  std::size_t end_ = 0;
  bool started_ = false;
};

}  // namespace judge::rows
