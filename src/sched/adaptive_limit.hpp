#pragma once

#include <algorithm>
#include <cstddef>

#include "base/clock.hpp"
#include "config/config.hpp"

namespace judge {

/// How many attempts may be in flight at one model: fixed, or found. Slow start until the first
/// congestion, by an eighth a round trip (doubling would meet it with twice too many in flight, all
/// of them refused); from then on one more for every limit's worth of successes, and 0.7 times as
/// many after a congestion (additive increase, multiplicative decrease: Chiu, Jain 1989). It grows
/// only while all permits are in use, and not within ten seconds of a server's fault. Never below
/// 1, so it recovers from any state.
class AdaptiveLimit {
 public:
  explicit AdaptiveLimit(const Concurrency& config)
      : automatic_(config.automatic),
        max_(static_cast<double>(std::max<std::size_t>(config.max, 1))),
        limit_(static_cast<double>(std::max<std::size_t>(config.start, 1))) {}

  std::size_t value() const { return static_cast<std::size_t>(limit_); }

  /// Another config from now on; what was found is kept as far as it allows.
  void reload(const Concurrency& config) {
    automatic_ = config.automatic;
    max_ = static_cast<double>(std::max<std::size_t>(config.max, 1));
    limit_ = automatic_ ? std::min(limit_, max_) : max_;
  }

  /// An attempt succeeded while `in_use` permits were out, itself included. True if the limit
  /// changed.
  bool succeeded(std::size_t in_use, Time now) {
    if (!automatic_ || in_use < value() || now < still_until_) return false;
    const auto before = value();
    limit_ = std::min(max_, limit_ + (slow_start_ ? slow_start : 1 / limit_));
    return value() != before;
  }

  /// A congestion episode began (not: one of its many refusals).
  bool congested() {
    slow_start_ = false;
    if (!automatic_) return false;
    const auto before = value();
    limit_ = std::max(1.0, limit_ * decrease);
    return value() != before;
  }

  /// A 5xx or a timeout: no sign of a rate limit, and no time to push.
  void faulted(Time now) { still_until_ = now + std::chrono::seconds(10); }

 private:
  static constexpr double slow_start = 0.12;  // a success
  static constexpr double decrease = 0.7;

  bool automatic_;
  bool slow_start_ = true;
  double max_;
  double limit_;
  Time still_until_{};
};

}  // namespace judge
