#pragma once

#include <memory>

#include "base/async.hpp"
#include "base/clock.hpp"

namespace judge {

/// The real clock, whose timers run on `executor`. All of them share one of the loop's timers:
/// every request in flight has a deadline, which is hardly ever reached.
///
/// While something waits, it is the time that the process runs: when it was stopped (Ctrl-Z, a
/// frozen virtual machine) for more than `absence`, that does not count, as a machine's sleep does
/// not for the steady clock. Otherwise all deadlines would have passed when it goes on, before the
/// replies that have come meanwhile are read.
class AsioClock final : public Clock {
 public:
  explicit AsioClock(Executor executor, Duration absence = seconds(1))
      : executor_(std::move(executor)), absence_(absence) {}
  Time now() const override;
  WallTime wall() const override { return std::chrono::system_clock::now(); }
  /// The timer may outlive the clock, but not the loop.
  TimerHandle at(Time when, std::move_only_function<void()> fn) override;

 private:
  class Queue;
  class QueuedTimer;
  Executor executor_;
  Duration absence_;
  std::shared_ptr<Queue> queue_;  // made when first needed
};

}  // namespace judge
