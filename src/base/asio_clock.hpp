#pragma once

#include <memory>

#include "base/async.hpp"
#include "base/clock.hpp"

namespace judge {

/// The real clock, whose timers run on `executor`. All of them share one of the loop's timers:
/// every request in flight has a deadline, which is hardly ever reached.
class AsioClock final : public Clock {
 public:
  explicit AsioClock(Executor executor) : executor_(std::move(executor)) {}
  Time now() const override { return std::chrono::steady_clock::now(); }
  WallTime wall() const override { return std::chrono::system_clock::now(); }
  /// The timer may outlive the clock, but not the loop.
  TimerHandle at(Time when, std::move_only_function<void()> fn) override;

 private:
  class Queue;
  class QueuedTimer;
  Executor executor_;
  std::shared_ptr<Queue> queue_;  // made when first needed
};

}  // namespace judge
