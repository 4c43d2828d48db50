#include "base/asio_clock.hpp"

#include <boost/asio/steady_timer.hpp>

namespace judge {
namespace {

class AsioTimer final : public Timer {
 public:
  AsioTimer(const Executor& executor, Time when, std::move_only_function<void()> fn)
      : alive_(std::make_shared<bool>(true)), timer_(executor, when) {
    // `alive_` covers the gap in which the timer has expired but its handler has not run yet.
    timer_.async_wait([alive = alive_, fn = std::move(fn)](auto error) mutable {
      if (!error && *alive) fn();
    });
  }
  AsioTimer(const AsioTimer&) = delete;
  AsioTimer& operator=(const AsioTimer&) = delete;
  ~AsioTimer() override { *alive_ = false; }

 private:
  std::shared_ptr<bool> alive_;
  asio::steady_timer timer_;
};

}  // namespace

TimerHandle AsioClock::at(Time when, std::move_only_function<void()> fn) {
  return std::make_unique<AsioTimer>(executor_, when, std::move(fn));
}

}  // namespace judge
