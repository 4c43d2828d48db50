#include "sim/limits.hpp"

#include <algorithm>

namespace judge {
namespace {

// Levels are sums of many small refills: what is missing by rounding alone counts as there.
constexpr double rounding = 1e-6;

// Rounded up, so that at the moment it names there is enough.
Duration span(double seconds) {
  return std::chrono::ceil<Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

SimLimit::SimLimit(double per_minute, Counting counting, double burst, Duration window, Time start)
    : per_minute_(per_minute),
      counting_(counting),
      burst_(burst),
      window_(window),
      at_(start),
      level_(burst) {}

double SimLimit::capacity() const {
  if (counting_ == Counting::token_bucket) return burst_;
  return rate() * std::chrono::duration<double>(window_).count();
}

void SimLimit::advance(Time now) {
  if (counting_ == Counting::token_bucket) {
    const auto passed = std::chrono::duration<double>(now - at_).count();
    level_ = std::min(burst_, level_ + passed * rate());
  } else if (counting_ == Counting::fixed_window) {
    if (now.time_since_epoch() / window_ != at_.time_since_epoch() / window_) used_ = 0;
  } else {
    while (!taken_.empty() && taken_.front().first + window_ <= now) {
      used_ -= taken_.front().second;
      taken_.pop_front();
    }
    if (taken_.empty()) used_ = 0;  // no drift of rounding
  }
  at_ = std::max(at_, now);
}

void SimLimit::scale(double factor, Time at) {
  advance(at);
  factor_ = factor;
}

Time SimLimit::when(double amount, Time now) {
  advance(now);
  if (rate() <= 0) return Time::max();
  const auto needed = std::min(amount, capacity());
  if (remaining(now) + rounding >= needed) return now;
  if (counting_ == Counting::token_bucket) return now + span((needed - level_) / rate());
  if (counting_ == Counting::fixed_window)
    return Time((now.time_since_epoch() / window_ + 1) * window_);
  auto left = used_;
  for (const auto& [at, taken] : taken_) {
    left -= taken;
    if (left + needed <= capacity() + rounding) return at + window_;
  }
  return now;
}

void SimLimit::take(double amount, Time now) {
  advance(now);
  const auto taken = std::min(amount, capacity());
  if (counting_ == Counting::token_bucket) {
    level_ -= taken;
    return;
  }
  used_ += taken;
  if (counting_ == Counting::sliding_window) taken_.emplace_back(now, taken);
}

double SimLimit::remaining(Time now) {
  advance(now);
  return counting_ == Counting::token_bucket ? level_ : capacity() - used_;
}

Time SimLimit::full(Time now) {
  advance(now);
  if (counting_ == Counting::token_bucket)
    return rate() > 0 ? now + span((burst_ - level_) / rate()) : Time::max();
  if (counting_ == Counting::fixed_window)
    return used_ > 0 ? Time((now.time_since_epoch() / window_ + 1) * window_) : now;
  return taken_.empty() ? now : taken_.back().first + window_;
}

SimKeyLimits::SimKeyLimits(const SimLimits& limits, std::vector<LimitChange> changes, Time start)
    : changes_(std::move(changes)), start_(start) {
  if (limits.rpm > 0)
    requests_.emplace(limits.rpm, limits.counting, limits.burst, limits.window, start);
  if (limits.tpm > 0)
    tokens_.emplace(limits.tpm, limits.counting, limits.tpm_burst.value_or(limits.tpm),
                    limits.window, start);
}

void SimKeyLimits::advance(Time now) {
  for (; next_change_ < changes_.size() && start_ + changes_[next_change_].at <= now;
       ++next_change_) {
    const auto& change = changes_[next_change_];
    if (requests_) requests_->scale(change.factor, start_ + change.at);
    if (tokens_) tokens_->scale(change.factor, start_ + change.at);
  }
}

Time SimKeyLimits::when(double tokens, Time now) {
  advance(now);
  const auto for_request = requests_ ? requests_->when(1, now) : now;
  const auto for_tokens = tokens_ ? tokens_->when(tokens, now) : now;
  return std::max(for_request, for_tokens);
}

void SimKeyLimits::take(double tokens, Time now) {
  advance(now);
  if (requests_) requests_->take(1, now);
  if (tokens_) tokens_->take(tokens, now);
}

bool SimKeyLimits::bound_by_tokens(double tokens, Time now) {
  advance(now);
  return tokens_ && tokens_->when(tokens, now) > (requests_ ? requests_->when(1, now) : now);
}

}  // namespace judge
