#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace judge {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> disk_fault(std::string_view doing, const fs::path& path,
                                  std::error_code cause) {
  const bool full = cause == std::errc::no_space_on_device || cause.value() == EDQUOT;
  return fail(Fault::disk, fmt::format("cannot {} {}: {}{}", doing, path.native(), cause.message(),
                                       full ? "; free some space there and run again" : ""));
}

std::unexpected<Error> disk_fault(std::string_view doing, const fs::path& path) {
  return disk_fault(doing, path, std::error_code(errno, std::generic_category()));
}

// A system call again while signals interrupt it.
template <class Call>
auto uninterrupted(Call call) {
  auto outcome = call();
  while (outcome < 0 && errno == EINTR) outcome = call();
  return outcome;
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  explicit operator bool() const { return number_ >= 0; }
  int get() const { return number_; }

 private:
  int number_;
};

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

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

// Names are durable only once their directory is.
Result<> sync_directory(const fs::path& directory) {
  const Descriptor opened(
      uninterrupted([&] { return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!opened) return disk_fault("open", directory);
  // EINVAL: a file system that cannot sync directories has nothing to be asked for.
  if (uninterrupted([&] { return ::fsync(opened.get()); }) < 0 && errno != EINVAL)
    return disk_fault("write", directory);
  return {};
}

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
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) return disk_fault("create the directory", directory, error);
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
