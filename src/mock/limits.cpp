#include "mock/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace judge::mock {
namespace {

// Levels are sums of many small refills: what is missing by rounding alone counts as there.
constexpr double kRounding = 1e-9;

}  // namespace

void Bucket::advance(Time now) {
  if (now <= at_) return;
  const double minutes = std::chrono::duration<double, std::ratio<60>>(now - at_).count();
  level_ = std::min(capacity_, level_ + minutes * per_minute_);
  at_ = now;
}

bool Bucket::holds(double amount) const {
  return level_ + kRounding * std::max(1.0, amount) >= amount;
}

double Bucket::remaining() const {
  return std::max(0.0, std::floor(level_ + kRounding));
}

Duration Bucket::until(double amount) const {
  if (holds(amount)) return Duration::zero();
  const std::chrono::duration<double, std::ratio<60>> wait((amount - level_) / per_minute_);
  return std::chrono::ceil<std::chrono::microseconds>(wait);
}

Limits::Limits(std::optional<double> rpm, std::optional<double> tpm, std::optional<double> burst,
               Time now) {
  if (rpm) requests_.emplace(*rpm, burst.value_or(std::max(1.0, *rpm / 60)), now);
  if (tpm) tokens_.emplace(*tpm, *tpm, now);
}

Admission Limits::admit(double tokens, Time now) {
  using Bound = Admission::Bound;
  if (requests_) requests_->advance(now);
  if (tokens_) tokens_->advance(now);
  if (tokens_ && tokens > tokens_->capacity()) return {Bound::too_large, {}};
  const Duration for_request = requests_ ? requests_->until(1) : Duration::zero();
  const Duration for_tokens = tokens_ ? tokens_->until(tokens) : Duration::zero();
  if (const Duration wait = std::max(for_request, for_tokens); wait > Duration::zero())
    return {for_request >= for_tokens ? Bound::requests : Bound::tokens, wait};
  if (requests_) requests_->take(1);
  if (tokens_) tokens_->take(tokens);
  return {};
}

std::string retry_headers(Duration wait) {
  return fmt::format("retry-after: {}\r\nretry-after-ms: {}\r\n",
                     std::chrono::ceil<std::chrono::seconds>(wait).count(),
                     std::chrono::ceil<milliseconds>(wait).count());
}

std::string go_duration(Duration duration) {
  const auto total = std::max<long long>(0, std::chrono::ceil<milliseconds>(duration).count());
  if (total == 0) return "0s";
  if (total < 1000) return fmt::format("{}ms", total);
  const long long hours = total / 3'600'000;
  const long long minutes = total / 60'000 % 60;
  std::string text;
  if (hours > 0) text += fmt::format("{}h", hours);
  if (hours > 0 || minutes > 0) text += fmt::format("{}m", minutes);
  text += fmt::format("{}", total / 1000 % 60);
  if (const long long rest = total % 1000; rest != 0) {
    std::string decimals = fmt::format(".{:03}", rest);
    decimals.erase(decimals.find_last_not_of('0') + 1);
    text += decimals;
  }
  return text + "s";
}

}  // namespace judge::mock
