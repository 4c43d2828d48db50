#include "base/disk.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/descriptor.hpp"

namespace judge {

namespace fs = std::filesystem;

std::string_view disk_advice(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "; free some space there and run again";
    case EFBIG:
      return "; raise the limit on the size of a file (ulimit -f) and run again";
    case EROFS:
      return "; that file system is read-only: name a place that can be written";
    case EACCES:
    case EPERM:
      return "; see to its permissions, or name another place";
    case EMFILE:
    case ENFILE:
      return "; raise the limit on open files (ulimit -n) and run again";
    case EIO:
      return "; the disk is failing, or what it is reached by: mend that and run again";
    default:
      return "";
  }
}

std::unexpected<Error> disk_fault(std::string_view doing, const fs::path& path,
                                  std::error_code cause) {
  return fail(Fault::disk, fmt::format("cannot {} {}: {}{}", doing, path.native(), cause.message(),
                                       disk_advice(cause.value())));
}

std::unexpected<Error> disk_fault(std::string_view doing, const fs::path& path) {
  return disk_fault(doing, path, std::error_code(errno, std::generic_category()));
}

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<> sync_directory(const fs::path& directory) {
  const Descriptor opened(
      uninterrupted([&] { return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!opened) return disk_fault("open", directory);
  // EINVAL: a file system that cannot sync directories has nothing to be asked for.
  if (uninterrupted([&] { return ::fsync(opened.get()); }) < 0 && errno != EINVAL)
    return disk_fault("write", directory);
  return {};
}

Result<> make_directories(const fs::path& directory) {
  std::error_code error;
  if (directory.empty() || fs::is_directory(directory, error)) return {};
  if (auto made = make_directories(directory_of(directory)); !made) return made;
  fs::create_directory(directory, error);
  if (error) return disk_fault("create the directory", directory, error);
  return sync_directory(directory_of(directory));
}

}  // namespace judge
