#include "sim/virtual_clock.hpp"

#include <algorithm>

namespace judge {

class VirtualClock::Handle final : public Timer {
 public:
  Handle(VirtualClock& clock, Key key) : clock_(clock), key_(key) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() override { clock_.timers_.erase(key_); }

 private:
  VirtualClock& clock_;
  Key key_;
};

WallTime VirtualClock::wall() const {
  constexpr auto epoch = WallTime(std::chrono::seconds(1'795'000'000));  // a day in November 2026
  return epoch +
         std::chrono::duration_cast<WallTime::duration>(now_.time_since_epoch() + wall_step_);
}

TimerHandle VirtualClock::at(Time when, std::move_only_function<void()> fn) {
  const Key key{std::max(when, now_), next_++};
  timers_.emplace(key, std::move(fn));
  return std::make_unique<Handle>(*this, key);
}

void VirtualClock::run_first() {
  auto first = timers_.extract(timers_.begin());
  now_ = std::max(now_, first.key().first);
  first.mapped()();
}

bool VirtualClock::advance() {
  if (timers_.empty()) return false;
  run_first();
  return true;
}

void VirtualClock::advance_by(Duration span) {
  const auto end = now_ + span;
  while (!timers_.empty() && timers_.begin()->first.first <= end) run_first();
  now_ = end;
}

}  // namespace judge
