#include "ui/outlet.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace judge {
namespace {

constexpr std::size_t most_waiting = 65'536;
constexpr std::size_t piece = 4096;  // PIPE_BUF: what a writable pipe takes without blocking

// SIGPIPE is only for this thread and this call put aside: what the process does with it elsewhere
// is not for a progress bar to decide.
ssize_t write_quietly(int descriptor, std::string_view text) {
  sigset_t broken_pipe;
  sigset_t before;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, &before);
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const int error = errno;
  if (written < 0 && error == EPIPE) {
    const timespec at_once{};
    sigtimedwait(&broken_pipe, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

}  // namespace

bool Outlet::writable(int timeout_ms) {
  pollfd poller{descriptor_, POLLOUT, 0};
  if (gone_ || ::poll(&poller, 1, timeout_ms) <= 0) return false;
  gone_ = (poller.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  return !gone_;
}

// False when nothing more can be written for now.
bool Outlet::write_some() {
  const auto written = write_quietly(descriptor_, std::string_view(waiting_).substr(0, piece));
  if (written >= 0) {
    waiting_.erase(0, static_cast<std::size_t>(written));
    return true;
  }
  if (errno == EINTR) return true;
  gone_ = errno != EAGAIN && errno != EWOULDBLOCK;
  return false;
}

bool Outlet::ready() {
  put({});
  return waiting_.empty() && writable(0);
}

void Outlet::put(std::string_view text) {
  if (waiting_.size() + text.size() <= most_waiting) waiting_ += text;
  while (!waiting_.empty() && writable(0) && write_some()) {
  }
  if (gone_) waiting_.clear();
}

void Outlet::drain(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (put({}); !waiting_.empty(); put({})) {
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (rest.count() <= 0 || !writable(static_cast<int>(rest.count()))) break;
  }
}

}  // namespace judge
