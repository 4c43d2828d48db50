#include "store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "base/disk.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

// One file however it is named: through a symbolic link, or from another working directory.
fs::path lock_path(const fs::path& results) {
  std::error_code error;
  auto path = fs::weakly_canonical(fs::absolute(results, error), error);
  if (error) path = results;
  return path += ".lock";
}

std::string holder(int descriptor) {
  std::array<char, 32> text{};
  const auto size = ::pread(descriptor, text.data(), text.size(), 0);
  return size > 0 ? printable(trim({text.data(), static_cast<std::size_t>(size)})) : "";
}

std::unexpected<Error> refused(int descriptor, const fs::path& results) {
  const auto pid = holder(descriptor);
  if (pid.empty())  // it is between taking the lock and writing its pid
    return fail(Fault::locked, fmt::format("another judge is writing {}; wait for it or stop it",
                                           results.native()));
  return fail(Fault::locked, fmt::format("another judge (pid {0}) is writing {1}; wait for it or "
                                         "stop it (kill -INT {0}), then run again",
                                         pid, results.native()));
}

// Whoever held the lock before may have removed the file between our open and our flock: then the
// lock we got is on a file that nobody else will find.
bool still_there(int descriptor, const fs::path& lock) {
  struct stat ours{};
  struct stat named{};
  return ::fstat(descriptor, &ours) == 0 && ::stat(lock.c_str(), &named) == 0 &&
         ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

int flock_interruptible(int descriptor) {
  int outcome = 0;
  do outcome = ::flock(descriptor, LOCK_EX | LOCK_NB);
  while (outcome < 0 && errno == EINTR);
  return outcome;
}

bool write_pid(int descriptor) {
  const auto pid = fmt::format("{}\n", ::getpid());
  return ::ftruncate(descriptor, 0) == 0 &&
         ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

}  // namespace

Result<ResultsLock> ResultsLock::take(const fs::path& results) {
  const auto path = lock_path(results);
  if (auto made = make_directories(path.parent_path()); !made) return std::unexpected(made.error());
  while (true) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return disk_fault("lock", path);
    ResultsLock lock(descriptor, {});  // closes the descriptor on every way out
    if (flock_interruptible(descriptor) < 0) {
      if (errno == EWOULDBLOCK) return refused(descriptor, results);
      return disk_fault("lock", path);
    }
    if (!still_there(descriptor, path)) continue;
    lock.path_ = path;
    if (!write_pid(descriptor)) return disk_fault("lock", path);
    return lock;
  }
}

ResultsLock::ResultsLock(int descriptor, fs::path path)
    : descriptor_(descriptor), path_(std::move(path)) {}

ResultsLock::ResultsLock(ResultsLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

ResultsLock::~ResultsLock() {
  if (descriptor_ < 0) return;
  if (!path_.empty()) ::unlink(path_.c_str());  // while we still hold it
  ::close(descriptor_);
}

}  // namespace judge
