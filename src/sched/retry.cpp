#include "sched/retry.hpp"

#include <algorithm>

namespace judge {
namespace {

milliseconds backoff(const RetryConfig& config, std::uint32_t faults, Random& random) {
  constexpr std::uint32_t largest_shift = 30;
  const auto shift = std::min(faults > 0 ? faults - 1 : 0, largest_shift);
  const auto ceiling = std::min(config.cap, config.base * (std::int64_t{1} << shift));
  return milliseconds(static_cast<std::int64_t>(random.below(ceiling.count() + 1)));
}

milliseconds retry_after(milliseconds told, Random& random) {
  // Never early, and not all at the same instant.
  constexpr milliseconds most_jitter{250};
  const auto jitter = std::min(told / 10, most_jitter);
  return told + milliseconds(static_cast<std::int64_t>(random.below(jitter.count() + 1)));
}

bool is_of_the_key(const CallError& error) {
  return error.error_class == ErrorClass::billing || error.error_class == ErrorClass::auth;
}

bool may_retry(const RetryConfig& config, const CallError& error, const CallHistory& history,
               Time now) {
  if (error.should_retry == false) return false;
  if (error.error_class == ErrorClass::rate_limit)
    return now - history.last_success < config.give_up_after;
  if (error.error_class == ErrorClass::transient || error.should_retry == true)
    return history.spent <= config.max;
  return false;
}

}  // namespace

bool spends_attempt(const CallError& error) {
  return error.error_class != ErrorClass::rate_limit && !is_of_the_key(error);
}

std::optional<milliseconds> next_delay(const RetryConfig& config, const CallError& error,
                                       const CallHistory& history, Time now, Random& random) {
  if (is_of_the_key(error)) return 0ms;
  if (!may_retry(config, error, history, now)) return std::nullopt;
  if (error.retry_after && *error.retry_after > config.retry_after_cap) return std::nullopt;
  if (!spends_attempt(error)) return 0ms;
  if (error.retry_after) return retry_after(*error.retry_after, random);
  return backoff(config, history.consecutive, random);
}

}  // namespace judge
