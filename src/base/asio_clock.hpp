#pragma once

#include "base/async.hpp"
#include "base/clock.hpp"

namespace judge {

/// The real clock, whose timers run on `executor`.
class AsioClock final : public Clock {
 public:
  explicit AsioClock(Executor executor) : executor_(std::move(executor)) {}
  Time now() const override { return std::chrono::steady_clock::now(); }
  WallTime wall() const override { return std::chrono::system_clock::now(); }
  TimerHandle at(Time when, std::move_only_function<void()> fn) override;

 private:
  Executor executor_;
};

}  // namespace judge
