#include "cli/signals.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>

#include "base/text.hpp"

namespace judge {

SignalStop::SignalStop(boost::asio::io_context& loop, StopSignal& stop, Progress& progress,
                       milliseconds drain)
    : signals_(loop, SIGINT, SIGTERM), stop_(stop), progress_(progress), drain_(drain) {
  wait();
}

void SignalStop::wait() {
  signals_.async_wait([this](boost::system::error_code error, int signal) {
    if (!error) came(signal);
  });
}

void SignalStop::came(int signal) {
  if (received_ == 0) {
    received_ = signal;
    progress_.notice(
        fmt::format("stopping: waiting up to {} for what is in flight; once more to stop at once",
                    show_duration(drain_)));
    stop_.raise(StopLevel::drain);
    wait();
    return;
  }
  stop_.raise(StopLevel::abort);
  // Removing them gives the signals their default action back, should even this not end it.
  boost::system::error_code ignored;
  signals_.clear(ignored);
}

SignalCall::SignalCall(boost::asio::io_context& loop, int signal, std::function<void()> fn)
    : signal_(loop, signal), fn_(std::move(fn)) {
  wait();
}

void SignalCall::wait() {
  signal_.async_wait([this](boost::system::error_code error, int) {
    if (error) return;
    fn_();
    wait();
  });
}

bool Terminal::is_there() {
  const int descriptor = ::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0) return false;
  ::close(descriptor);
  return true;
}

}  // namespace judge
