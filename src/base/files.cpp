#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "base/descriptor.hpp"
#include "base/disk.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

// The descriptor's end is looked up at each append, not O_APPEND: that would send write_at there
// too.
class PosixFile final : public File {
 public:
  PosixFile(Descriptor descriptor, fs::path path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<> append(std::string_view bytes) override {
    const auto end = size();
    if (!end) return std::unexpected(end.error());
    return write_at(*end, bytes);
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
    const auto count = uninterrupted([&] {
      return ::pread(descriptor_.get(), into.data(), into.size(), static_cast<off_t>(offset));
    });
    if (count < 0) return disk_fault("read", path_);
    return static_cast<std::size_t>(count);
  }

  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto count = uninterrupted([&] {
        return ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      });
      if (count < 0) return disk_fault("write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
      offset += static_cast<std::uint64_t>(count);
    }
    return {};
  }

  Result<> truncate(std::uint64_t size) override {
    if (uninterrupted([&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(size)); }) < 0)
      return disk_fault("shorten", path_);
    return {};
  }

  Result<> sync() override {
    if (uninterrupted([&] { return ::fdatasync(descriptor_.get()); }) < 0)
      return disk_fault("write", path_);
    return {};
  }

  Result<std::uint64_t> size() override {
    struct stat status{};
    if (::fstat(descriptor_.get(), &status) < 0) return disk_fault("read", path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  Descriptor descriptor_;
  fs::path path_;
};

class PosixFiles final : public Files {
 public:
  Result<std::unique_ptr<File>> open(const fs::path& path) override {
    Descriptor existing(open_with(path, 0));
    if (existing) return std::make_unique<PosixFile>(std::move(existing), path);
    if (errno != ENOENT) return disk_fault("open", path);
    return create(path);
  }

  Result<std::unique_ptr<File>> open_to_read(const fs::path& path) override {
    Descriptor opened(uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
    if (!opened) return disk_fault("open", path);
    return std::make_unique<PosixFile>(std::move(opened), path);
  }

  Result<std::unique_ptr<File>> temporary() override {
    std::error_code error;
    const auto directory = fs::temp_directory_path(error);
    if (error)
      return fail(Fault::disk, "cannot find a directory for temporary files: " + error.message() +
                                   "; set TMPDIR to one");
    auto path = (directory / "judge-XXXXXX").native();
    Descriptor opened(::mkostemp(path.data(), O_CLOEXEC));
    if (!opened) return disk_fault("create a temporary file in", directory);
    ::unlink(path.c_str());
    return std::make_unique<PosixFile>(std::move(opened), path);
  }

  Result<> rename(const fs::path& from, const fs::path& to) override {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) return disk_fault("rename", fs::path(from) += " to " + to.native(), error);
    return sync_directory(directory_of(to));
  }

  Result<> remove(const fs::path& path) override {
    std::error_code error;
    fs::remove(path, error);
    if (error) return disk_fault("remove", path, error);
    return {};
  }

  bool exists(const fs::path& path) override {
    std::error_code error;
    return fs::exists(path, error);
  }

 private:
  static int open_with(const fs::path& path, int flags) {
    return uninterrupted(
        [&] { return ::open(path.c_str(), O_RDWR | O_CLOEXEC | flags, S_IRUSR | S_IWUSR); });
  }

  static Result<std::unique_ptr<File>> create(const fs::path& path) {
    const auto directory = directory_of(path);
    if (auto made = make_directories(directory); !made) return std::unexpected(made.error());
    Descriptor created(open_with(path, O_CREAT));
    if (!created) return disk_fault("create", path);
    if (auto synced = sync_directory(directory); !synced) return std::unexpected(synced.error());
    return std::make_unique<PosixFile>(std::move(created), path);
  }
};

}  // namespace

Files& posix_files() {
  static PosixFiles files;
  return files;
}

}  // namespace judge
