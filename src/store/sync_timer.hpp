#pragma once

#include <functional>
#include <utility>

#include "base/asio_clock.hpp"

namespace judge {

/// Asks for a sync one second after the first write that needs one, so that a loss of power costs
/// at most about that second even when no further write comes. On the loop only.
class SyncTimer {
 public:
  /// `clock`: nullptr for real time on `loop`.
  SyncTimer(Executor loop, Clock* clock, std::function<void()> sync)
      : real_(std::move(loop)), clock_(clock ? *clock : real_), sync_(std::move(sync)) {}
  SyncTimer(const SyncTimer&) = delete;
  SyncTimer& operator=(const SyncTimer&) = delete;

  void wrote() {
    if (timer_ || stopped_) return;
    timer_ = clock_.at(clock_.now() + seconds(1), [this] {
      timer_.reset();
      sync_();
    });
  }

  void stop() {
    stopped_ = true;
    timer_.reset();
  }

 private:
  AsioClock real_;
  Clock& clock_;
  std::function<void()> sync_;
  TimerHandle timer_;
  bool stopped_ = false;
};

}  // namespace judge
