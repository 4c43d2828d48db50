#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>

#include "base/stop.hpp"
#include "config/config.hpp"
#include "run/progress.hpp"

namespace judge {

/// SIGINT and SIGTERM: the first drains the run, the second stops it at once, a third ends the
/// process.
class SignalStop {
 public:
  SignalStop(boost::asio::io_context& loop, StopSignal& stop, Progress& progress,
             milliseconds drain);
  /// The first signal that came; 0 if none did.
  int received() const { return received_; }
  void forget() { signals_.cancel(); }

 private:
  void wait();
  void came(int signal);

  boost::asio::signal_set signals_;
  StopSignal& stop_;
  Progress& progress_;
  milliseconds drain_;
  int received_ = 0;
};

/// A signal that calls `fn` on the loop, each time it comes.
class SignalCall {
 public:
  SignalCall(boost::asio::io_context& loop, int signal, std::function<void()> fn);
  void forget() { signal_.cancel(); }

 private:
  void wait();

  boost::asio::signal_set signal_;
  std::function<void()> fn_;
};

/// The terminal that the process was started from.
class Terminal {
 public:
  /// It was there, and is no more: its SIGHUP asks for nothing.
  bool has_gone() const { return was_there_ && !is_there(); }

 private:
  static bool is_there();
  bool was_there_ = is_there();
};

}  // namespace judge
