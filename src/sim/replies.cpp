#include "sim/replies.hpp"

#include <fmt/format.h>

#include <cmath>

namespace judge {
namespace {

/// As Go's time.Duration prints itself, to the millisecond: "6m0s", "4m12.172s", "12ms".
std::string go_duration(Duration span) {
  const auto total = std::chrono::ceil<milliseconds>(span).count();
  if (total < 1000) return total > 0 ? fmt::format("{}ms", total) : "0s";
  std::string text;
  if (total >= 3'600'000) text += fmt::format("{}h", total / 3'600'000);
  if (total >= 60'000) text += fmt::format("{}m", total / 60'000 % 60);
  const auto rest = total % 60'000;
  return text + fmt::format("{}s", static_cast<double>(rest) / 1000);
}

std::string azure_duration(Duration span) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(span).count());
}

void add(HttpReply& reply, LimitHeaders style, std::string_view what, SimLimit& limit, Time now) {
  const auto header = [&](std::string_view field, std::string value) {
    reply.headers.emplace_back(fmt::format("x-ratelimit-{}-{}", field, what), std::move(value));
  };
  header("limit", fmt::format("{:.0f}", limit.per_minute()));
  header("remaining", fmt::format("{:.0f}", std::max(0.0, std::floor(limit.remaining(now)))));
  const auto full = limit.full(now);
  if (full == Time::max()) return;
  header("reset",
         style == LimitHeaders::azure ? azure_duration(full - now) : go_duration(full - now));
}

HttpReply completion(std::string_view json_content, std::string_view finish_reason,
                     const SimSize& size) {
  const auto details =
      size.cached ? fmt::format(R"(,"prompt_tokens_details":{{"cached_tokens":{}}})", *size.cached)
                  : "";
  return {.status = 200,
          .headers = {{"content-type", "application/json"}},
          .body = fmt::format(
              R"({{"id":"sim","object":"chat.completion","model":"sim","choices":[{{"index":0,)"
              R"("message":{{"role":"assistant","content":{}}},"finish_reason":"{}"}}],)"
              R"("usage":{{"prompt_tokens":{:.0f},"completion_tokens":{:.0f},)"
              R"("total_tokens":{:.0f}{}}}}})",
              json_content, finish_reason, size.input, size.output, size.total(), details)};
}

}  // namespace

HttpReply sim_error(int status, std::string_view type, std::string_view code) {
  return {.status = status,
          .headers = {{"content-type", "application/json"}},
          .body = fmt::format(
              R"({{"error":{{"message":"simulated","type":"{}","param":null,"code":"{}"}}}})", type,
              code)};
}

HttpReply sim_completion(std::string_view json_escaped_content, const SimSize& size) {
  return completion(fmt::format("\"{}\"", json_escaped_content), "stop", size);
}

HttpReply sim_declined(const SimSize& size) {
  return completion("null", "content_filter", size);
}

bool is_completion(const HttpReply& reply) {
  return reply.body.starts_with(R"({"id")");
}

Header retry_after_header(Duration wait, bool in_seconds) {
  if (in_seconds)
    return {"retry-after", std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count())};
  return {"retry-after-ms", std::to_string(std::chrono::ceil<milliseconds>(wait).count())};
}

void add_limit_headers(HttpReply& reply, LimitHeaders style, SimKeyLimits& limits, Time now) {
  if (style == LimitHeaders::none) return;
  if (limits.requests()) add(reply, style, "requests", *limits.requests(), now);
  if (limits.tokens()) add(reply, style, "tokens", *limits.tokens(), now);
}

}  // namespace judge
