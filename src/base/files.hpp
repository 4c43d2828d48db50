#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/errors.hpp"

namespace judge {

/// An open file. Faults are Fault::disk and name the path and the cause. Blocking.
class File {
 public:
  virtual ~File() = default;
  virtual Result<> append(std::string_view bytes) = 0;  // all of it, at the end
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) = 0;  // 0 = end
  virtual Result<> write_at(std::uint64_t offset, std::string_view bytes) = 0;
  virtual Result<> truncate(std::uint64_t size) = 0;
  virtual Result<> sync() = 0;  // data on the disk
  virtual Result<std::uint64_t> size() = 0;
};

/// The seam for the file system; tests wrap it to fail the k-th write or to drop what was not
/// synced.
class Files {
 public:
  virtual ~Files() = default;
  /// Created with mode 0600 where missing, its directories too.
  virtual Result<std::unique_ptr<File>> open(const std::filesystem::path& path) = 0;
  /// An existing file, which need not be writable.
  virtual Result<std::unique_ptr<File>> open_to_read(const std::filesystem::path& path) {
    return open(path);
  }
  /// Unlinked at once: gone when closed. Beside nothing: in the system's temporary directory.
  virtual Result<std::unique_ptr<File>> temporary() = 0;
  virtual Result<> rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual Result<> remove(const std::filesystem::path& path) = 0;  // absent is fine
  virtual bool exists(const std::filesystem::path& path) = 0;
};

Files& posix_files();

}  // namespace judge
