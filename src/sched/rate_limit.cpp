#include "sched/rate_limit.hpp"

#include <algorithm>

namespace judge {
namespace {

constexpr auto minute = std::chrono::seconds(60);

}  // namespace

Duration RateLimit::cost(double amount) const {
  // Rounded up: a thousand truncations would add up to a request too early.
  return std::chrono::ceil<Duration>(std::chrono::duration<double>(60 * amount / per_minute_));
}

Time RateLimit::next(double amount, Time now) const {
  const auto tolerance = std::max(Duration(0), cost(burst_ - amount));
  auto when = std::max(now, free_ - tolerance);
  auto sum = in_log_;
  for (const auto& entry : log_) {
    const bool fits = sum + amount <= per_minute_;
    if (fits && entry.when + minute > when) break;
    when = std::max(when, entry.when + minute);
    sum -= entry.amount;
  }
  return when;
}

RateLimit::Booking RateLimit::book(double amount, Time now) {
  const auto when = next(amount, now);
  while (!log_.empty() && log_.front().when + minute <= when) {
    in_log_ -= log_.front().amount;
    log_.pop_front();
    ++dropped_;
  }
  if (log_.empty()) in_log_ = 0;  // no drift of rounding
  log_.push_back({when, amount});
  in_log_ += amount;
  free_ = std::max(free_, when) + cost(amount);
  return {when, dropped_ + log_.size() - 1};
}

void RateLimit::settle(const Booking& booking, double actual) {
  if (booking.number < dropped_) return;
  auto& entry = log_[booking.number - dropped_];
  const auto owed = actual - entry.amount;
  entry.amount = actual;
  in_log_ += owed;
  free_ = std::max(free_ + cost(owed), log_.back().when);
}

void RateLimit::change(double per_minute, double burst) {
  per_minute_ = per_minute;
  burst_ = burst;
}

void RateLimit::forget() {
  dropped_ += log_.size();
  log_.clear();
  in_log_ = 0;
}

void RateLimit::pause(Time until) {
  free_ = std::max(free_, until);
}

}  // namespace judge
