// sim: time and providers that exist only in memory, for tests and plans.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <map>
#include <utility>

#include "base/async.hpp"
#include "base/clock.hpp"

namespace judge {

/// Time that stands still until it is advanced. Timers due at one moment run in the order they were
/// set.
class VirtualClock final : public Clock {
 public:
  Time now() const override { return now_; }
  WallTime wall() const override;
  TimerHandle at(Time when, std::move_only_function<void()> fn) override;

  /// Moves to the next timer and runs it; false if there is none.
  bool advance();
  /// Moves on by `span`, running what falls due.
  void advance_by(Duration span);
  /// Moves on by `span` at once: what falls due is late.
  void jump(Duration span) { now_ += span; }
  /// Sets the wall clock, as its administrator does.
  void step_wall(Duration span) { wall_step_ += span; }
  std::size_t sleepers() const { return timers_.size(); }

 private:
  class Handle;
  using Key = std::pair<Time, std::uint64_t>;
  void run_first();

  Time now_ = Time(std::chrono::hours(1));
  Duration wall_step_{};
  std::uint64_t next_ = 0;
  std::map<Key, std::move_only_function<void()>> timers_;
};

/// Runs what is ready, then advances to the next sleeper, until `done()`. False: nothing is ready,
/// nobody sleeps and it is not done (a deadlock), or more than `most` of virtual time has passed.
template <class Done>
bool run_virtually(asio::io_context& loop, VirtualClock& clock, Done done,
                   Duration most = std::chrono::hours(24 * 365)) {
  const auto end = clock.now() + most;
  while (true) {
    loop.restart();
    loop.poll();
    if (done()) return true;
    if (clock.now() > end || !clock.advance()) return false;
  }
}

}  // namespace judge
