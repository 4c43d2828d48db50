#include "mock/anthropic.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "mock/dialect.hpp"
#include "mock/openai.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

/// 2023-06-01
bool is_version(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  return std::ranges::equal(text, shape, [](char c, char shaped) {
    return shaped == 'd' ? c >= '0' && c <= '9' : c == shaped;
  });
}

std::string_view type_of(unsigned status) {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 409:
      return "conflict_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 504:
      return "timeout_error";
    case 529:
      return "overloaded_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

std::string bucket_headers(const Bucket& bucket, std::string_view what, WallTime now) {
  const auto full = now + std::chrono::duration_cast<WallTime::duration>(bucket.until_full());
  return fmt::format(
      "anthropic-ratelimit-{0}-limit: {1:.0f}\r\nanthropic-ratelimit-{0}-remaining: {2:.0f}\r\n"
      "anthropic-ratelimit-{0}-reset: {3}\r\n",
      what, bucket.limit(), bucket.remaining(), show_utc(std::chrono::ceil<seconds>(full)));
}

std::string limit_headers(const Notice& notice) {
  std::string lines;
  if (!notice.limits) return lines;
  if (const auto& requests = notice.limits->requests())
    lines += bucket_headers(*requests, "requests", notice.wall);
  if (const auto& tokens = notice.limits->tokens())
    lines += bucket_headers(*tokens, "tokens", notice.wall);
  return lines;
}

std::string id_header(const Notice& notice) {
  return fmt::format("request-id: req_{:016x}\r\n", notice.id);
}

std::string_view reason(Answer::Finish finish) {
  switch (finish) {
    case Answer::Finish::length:
      return "max_tokens";
    case Answer::Finish::refusal:
      return "refusal";
    default:
      return "end_turn";
  }
}

class Anthropic final : public Dialect {
 public:
  Checked<> check_head(const HttpRequest& http, std::string_view key) const override;
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override;
  std::string_view format_field() const override { return "output_config.format"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override;
  std::string headers(const Notice& notice) const override;
  Reply error(const Refusal& refusal, const Notice& notice) const override;
};

/// The key comes in x-api-key; the newer clients send it as a bearer's.
Checked<> Anthropic::check_head(const HttpRequest& http, std::string_view key) const {
  const std::string_view own = http.header("x-api-key");
  if (!key.empty() && (own.empty() ? bearer(http) : own) != key)
    return std::unexpected(
        Refusal{.status = 401, .message = "invalid x-api-key", .cause = Cause::status});
  const std::string_view version = http.header("anthropic-version");
  if (version.empty()) return refuse("anthropic-version", "anthropic-version: header is required");
  if (!is_version(version))
    return refuse("anthropic-version", "anthropic-version: must be a date such as 2023-06-01");
  return {};
}

Checked<CompletionRequest> Anthropic::read(const HttpRequest& http, std::string_view) const {
  const auto body = read_object(http.body);
  if (!body) return std::unexpected(body.error());
  auto request = read_anthropic(*body, http.header("anthropic-version"));
  // Within a text its quotes would be escaped: only a member's name is found.
  if (request) request->cacheable = http.body.contains("\"cache_control\"");
  return request;
}

std::string Anthropic::body(const CompletionRequest& request, const Answer& answer,
                            Stamp stamp) const {
  const bool silent =
      answer.empty || answer.content.empty() || answer.finish == Answer::Finish::refusal;
  Json whole{{"id", fmt::format("msg_{:016x}", stamp.id)},
             {"type", "message"},
             {"role", "assistant"},
             {"model", request.model},
             {"content", Json::array()},
             {"stop_reason", reason(answer.finish)},
             {"stop_sequence", nullptr}};
  if (!silent) whole["content"].push_back({{"type", "text"}, {"text", answer.content}});
  if (answer.tells_usage)
    whole["usage"] = {{"input_tokens", answer.fresh_tokens()},
                      {"cache_creation_input_tokens", answer.written_tokens},
                      {"cache_read_input_tokens", answer.cached_tokens},
                      {"output_tokens", answer.completion_tokens},
                      {"service_tier", "standard"}};
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string Anthropic::headers(const Notice& notice) const {
  return id_header(notice) + limit_headers(notice);
}

/// An empty account is told in words alone.
Reply Anthropic::error(const Refusal& refusal, const Notice& notice) const {
  const bool billing = refusal.cause == Cause::billing;
  const unsigned status = billing ? 400 : refusal.status;
  const std::string message =
      billing ? "Your credit balance is too low to access the API." : refusal.message;
  Reply reply{.status = status,
              .headers = id_header(notice),
              .body = fmt::format(R"({{"type":"error","error":{{"type":"{}","message":{}}},)"
                                  R"("request_id":"req_{:016x}"}})",
                                  type_of(status), json_quoted(message), notice.id)};
  if (!refusal.limited()) return reply;
  if (refusal.retry_after > Duration::zero())
    reply.headers +=
        fmt::format("retry-after: {}\r\n", std::chrono::ceil<seconds>(refusal.retry_after).count());
  reply.headers += limit_headers(notice);
  return reply;
}

}  // namespace

const Dialect& anthropic() {
  static const Anthropic dialect;
  return dialect;
}

}  // namespace judge::mock
