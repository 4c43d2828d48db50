#include "model/rate_headers.hpp"

#include <charconv>
#include <string>

#include "base/text.hpp"

namespace judge {
namespace {

std::optional<double> number(const HttpReply& reply, const std::string& name) {
  const auto* header = reply.header(name);
  if (!header) return std::nullopt;
  const auto text = trim(*header);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Azure sends -1 for "no idea".
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value < 1e15))
    return std::nullopt;
  return value;
}

std::optional<double> either(const HttpReply& reply, const std::string& what,
                             const std::string& of) {
  if (const auto found = number(reply, "x-ratelimit-" + what + "-" + of)) return found;
  return number(reply, "anthropic-ratelimit-" + of + "-" + what);
}

std::optional<double> positive(std::optional<double> value) {
  return value && *value > 0 ? value : std::nullopt;
}

}  // namespace

RateHeaders rate_headers(const HttpReply& reply) {
  return {.limit_requests = positive(either(reply, "limit", "requests")),
          .remaining_requests = either(reply, "remaining", "requests"),
          .limit_tokens = positive(either(reply, "limit", "tokens")),
          .remaining_tokens = either(reply, "remaining", "tokens")};
}

}  // namespace judge
