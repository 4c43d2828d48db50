#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/errors.hpp"
#include "base/files.hpp"

namespace judge::rows {

/// A file without a name, written once from front to back through a buffer, and then read.
/// Faults are Fault::disk.
class ScratchFile {
 public:
  static Result<ScratchFile> make(Files& files);

  Result<> append(std::string_view bytes);
  /// Before what was appended is read.
  Result<> flush();
  /// All of `into`, from `offset` on.
  Result<> read(std::uint64_t offset, std::span<char> into);

  std::uint64_t size() const { return size_; }  // what is buffered included

 private:
  explicit ScratchFile(std::unique_ptr<File> file) : file_(std::move(file)) {}

  std::unique_ptr<File> file_;
  std::string buffer_;
  std::uint64_t size_ = 0;
};

/// The fault of a file that is shorter than what was written to it, or holds something else.
std::unexpected<Error> scratch_lost();

}  // namespace judge::rows
