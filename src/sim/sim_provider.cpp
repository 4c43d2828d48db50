#include "sim/sim_provider.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/sleep.hpp"

namespace judge {
namespace {

using std::chrono::milliseconds;

std::string key_of(const HttpRequest& request) {
  for (const auto& [name, value] : request.endpoint->headers)
    if (name == "Authorization") return value.substr(value.find(' ') + 1);
  return "";
}

HttpReply error_reply(int status, std::string_view type, std::string_view code) {
  return {.status = status,
          .headers = {{"content-type", "application/json"}},
          .body = fmt::format(
              R"({{"error":{{"message":"simulated","type":"{}","param":null,"code":"{}"}}}})", type,
              code)};
}

HttpReply completion(std::string_view escaped_content) {
  return {.status = 200,
          .headers = {{"content-type", "application/json"}},
          .body = fmt::format(
              R"({{"id":"sim","object":"chat.completion","model":"sim","choices":[{{"index":0,)"
              R"("message":{{"role":"assistant","content":"{}"}},"finish_reason":"stop"}}],)"
              R"("usage":{{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}}}})",
              escaped_content)};
}

std::uint64_t bits_of(const std::string& body, std::uint64_t salt) {
  return random_bits(short_digest(sha256(body)), salt);
}

}  // namespace

SimProvider::SimProvider(Executor loop, Clock& clock, SimBehaviour behaviour)
    : loop_(std::move(loop)),
      clock_(clock),
      behaviour_(std::move(behaviour)),
      random_(behaviour_.seed) {}

bool SimProvider::draw_by_body(const std::string& body, std::uint64_t salt, double share) const {
  return static_cast<double>(bits_of(body, salt) >> 11) * 0x1.0p-53 < share;
}

std::optional<milliseconds> SimProvider::refused_for(const std::string& key) {
  if (behaviour_.rpm <= 0) return std::nullopt;
  const auto per_second = behaviour_.rpm / 60;
  auto [found, fresh] = buckets_.try_emplace(key, Bucket{behaviour_.burst, clock_.now()});
  auto& bucket = found->second;
  const auto passed = std::chrono::duration<double>(clock_.now() - bucket.at).count();
  bucket.level = std::min(behaviour_.burst, bucket.level + passed * per_second);
  bucket.at = clock_.now();
  constexpr double rounding = 1e-6;
  if (bucket.level >= 1 - rounding) {
    bucket.level -= 1;
    return std::nullopt;
  }
  return milliseconds(static_cast<std::int64_t>((1 - bucket.level) / per_second * 1000) + 1);
}

HttpReply SimProvider::decide(const HttpRequest& request, const std::string& key, double draw) {
  const auto& b = behaviour_;
  if (const auto dies = b.dies_after.find(key);
      dies != b.dies_after.end() && answers_by_key_[key] >= dies->second)
    return error_reply(429, "insufficient_quota", "insufficient_quota");
  if (const auto wait = refused_for(key)) {
    ++books_.rate_limited;
    auto reply = error_reply(429, "requests", "rate_limit_exceeded");
    if (b.tells_retry_after)
      reply.headers.emplace_back("retry-after-ms", std::to_string(wait->count()));
    return reply;
  }
  const bool schema = request.body.find("\"json_schema\"") != std::string::npos;
  if (schema && !b.takes_json_schema) {
    ++books_.format_refused;
    return {
        .status = 400,
        .headers = {},
        .body =
            R"({"error":{"message":"response_format is not supported","type":"invalid_request_error",)"
            R"("param":"response_format","code":null}})"};
  }
  if (draw_by_body(request.body, 1, b.too_long))
    return error_reply(400, "invalid_request_error", "context_length_exceeded");
  if (draw < b.error_500) return error_reply(500, "server_error", "internal");
  if (draw < b.error_500 + b.garbage)
    return {.status = 200, .headers = {{"content-type", "text/html"}}, .body = "<html>oops</html>"};
  ++answers_by_key_[key];
  if (draw_by_body(request.body, 2, b.unreadable)) return completion("I would rather not say.");
  return completion(fmt::format(R"({{\"explanation\":\"simulated\",\"score\":{}}})",
                                1 + bits_of(request.body, 3) % 10));
}

Async<TransportResult> SimProvider::send(HttpRequest request, StopSignal& stop) {
  ++books_.requests;
  books_.arrivals.push_back(clock_.now());
  books_.peak_in_flight = std::max(books_.peak_in_flight, ++books_.in_flight);
  const auto draw = random_.uniform();
  const auto fate = random_.uniform();
  const auto spread = static_cast<double>(behaviour_.latency_spread.count()) * random_.uniform();
  auto latency = behaviour_.latency + milliseconds(static_cast<std::int64_t>(spread));
  const bool stalled = fate < behaviour_.stalled;
  const bool lost = !stalled && fate < behaviour_.stalled + behaviour_.lost;
  if (stalled) latency = request.endpoint->attempt_timeout;

  const auto key = key_of(request);
  std::optional<HttpReply> reply;
  if (!stalled && !lost) reply = decide(request, key, draw);
  const bool came =
      co_await sleep_until(loop_, clock_, clock_.now() + latency, stop, StopLevel::abort);
  --books_.in_flight;
  using Kind = TransportError::Kind;
  if (!came) co_return std::unexpected(TransportError{Kind::cancelled, "cancelled", true});
  if (stalled) co_return std::unexpected(TransportError{Kind::timeout, "no answer in time", true});
  if (lost) co_return std::unexpected(TransportError{Kind::reset, "connection reset", true});
  if (reply->body.starts_with(R"({"id")")) {
    ++books_.answered;
    ++books_.answers[request.body];
  }
  co_return std::move(*reply);
}

}  // namespace judge
