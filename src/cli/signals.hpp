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

/// SIGHUP: the config is to be read again.
class SignalReload {
 public:
  SignalReload(boost::asio::io_context& loop, std::function<void()> reload);
  void forget() { signal_.cancel(); }

 private:
  void wait();

  boost::asio::signal_set signal_;
  std::function<void()> reload_;
};

}  // namespace judge
