#include "model/rate_headers.hpp"

#include <charconv>
#include <string_view>

#include "base/text.hpp"

namespace judge {
namespace {

std::optional<double> number(const HttpReply& reply, std::string_view name) {
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

std::optional<double> either(const HttpReply& reply, std::string_view openai,
                             std::string_view anthropic) {
  if (const auto found = number(reply, openai)) return found;
  return number(reply, anthropic);
}

std::optional<double> positive(std::optional<double> value) {
  return value && *value > 0 ? value : std::nullopt;
}

}  // namespace

RateHeaders rate_headers(const HttpReply& reply) {
  return {
      .limit_requests = positive(
          either(reply, "x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit")),
      .remaining_requests =
          either(reply, "x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining"),
      .limit_tokens =
          positive(either(reply, "x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit")),
      .remaining_tokens =
          either(reply, "x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining")};
}

}  // namespace judge
