// The head of a server's reply: what it tells of limits and of waiting.
#include <cmath>

#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "model/rate_headers.hpp"
#include "model/retry_after.hpp"

namespace judge::test {
namespace {

using namespace std::chrono_literals;

constexpr WallTime now{std::chrono::seconds(1'795'179'600)};
constexpr milliseconds century = std::chrono::hours(24 * 366 * 102);

bool is_limit(std::optional<double> value) {
  return !value || (std::isfinite(*value) && *value > 0);
}

bool is_rest(std::optional<double> value) {
  return !value || (std::isfinite(*value) && *value >= 0);
}

bool is_wait(std::optional<milliseconds> wait) {
  return !wait || (*wait > 0ms && *wait < century);
}

bool few_digits(std::string_view text) {
  return !text.empty() && text.size() < 9 && text.find_first_not_of("0123456789") == text.npos;
}

/// A whole number of seconds is what it says.
bool seconds_are_seconds(const HttpReply& reply) {
  const auto* text = reply.header("retry-after");
  if (reply.header("retry-after-ms") || !text || !few_digits(*text)) return true;
  const auto seconds = std::chrono::seconds(std::stoll(*text));
  const auto wait = retry_after(reply, now);
  return seconds.count() == 0 ? !wait : wait == seconds;
}

}  // namespace

std::string broken_property(std::string_view input) {
  const auto reply = reply_of(input);
  const auto rate = rate_headers(reply);
  if (!is_limit(rate.limit_requests) || !is_limit(rate.limit_tokens)) return "a limit is above 0";
  if (!is_rest(rate.remaining_requests) || !is_rest(rate.remaining_tokens))
    return "what remains is not below 0";
  for (const auto when : {now, WallTime{}, now + std::chrono::hours(1'000'000)})
    if (!is_wait(retry_after(reply, when))) return "a wait has an end";
  if (!seconds_are_seconds(reply)) return "seconds are seconds";
  if (should_retry(reply) && !reply.header("x-should-retry")) return "said by the server alone";
  return "";
}

}  // namespace judge::test
