#include "sched/pace.hpp"

#include <algorithm>

namespace judge {
namespace {

double seconds_between(Time from, Time to) {
  return std::chrono::duration<double>(to - from).count();
}

// A little below the estimate, so that the server's bucket fills and the next refusal is far.
constexpr double below_estimate = 0.93;
// Growth: 7 % after four seconds, twice as much after 12, forgotten after 18: an estimate that
// was far too low is soon made good, one that was right is hardly left.
constexpr double linear_growth = 0.008;
constexpr double square_growth = 0.001;
constexpr double cubic_growth = 0.0004;
constexpr double forgotten_at = 4;
// Over less than this, a count is of the server's burst, or misses what is still in flight.
constexpr double shortest_estimate = 1;
constexpr double shortest_first_estimate = 0.2;
constexpr double blind_cut = 0.8;
// One request in 20 s: low enough for any server, and never a standstill.
constexpr double slowest = 0.05;

}  // namespace

double Pace::cut(Time now, double most) const {
  const auto span = seconds_between(since_, now);
  const auto current = rate(now);
  if (!current) {
    // Better too high, which the next refusal mends in a round trip, than too low, which lasts.
    const auto first = static_cast<double>(count_) / std::max(span, shortest_first_estimate);
    return count_ == 0 ? most : below_estimate * first;
  }
  const auto measured = static_cast<double>(count_) / std::max(span, shortest_estimate);
  if (span < shortest_estimate) return blind_cut * *current;
  return std::clamp(below_estimate * measured, *current / 2, below_estimate * *current);
}

bool Pace::refused(Time sent, Time now, double most) {
  if (sent >= since_ && count_ > 0) --count_;
  if (congested_before_ && sent < cut_at_) return false;
  base_ = std::max(slowest, cut(now, most));
  congested_before_ = true;
  cut_at_ = now;
  since_ = now;
  count_ = 0;
  return true;
}

void Pace::hold(Time until) {
  since_ = std::max(since_, until);
}

std::optional<double> Pace::rate(Time now) const {
  if (!base_) return std::nullopt;
  const auto clean = std::max(0.0, seconds_between(since_, now));
  const auto growth = 1 + clean * (linear_growth + clean * (square_growth + clean * cubic_growth));
  if (growth >= forgotten_at) return std::nullopt;
  return *base_ * growth;
}

Time Pace::next(Time now) const {
  const auto pace = rate(now);
  if (!pace) return now;
  const auto gap = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(1 / *pace));
  return std::max(now, last_sent_ + gap);
}

void Pace::sent(Time now) {
  last_sent_ = now;
  if (now >= since_) ++count_;
}

}  // namespace judge
