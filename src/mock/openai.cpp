#include "mock/openai.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

std::string_view type_of(const Refusal& refusal) {
  switch (refusal.cause) {
    case Cause::billing:
      return "insufficient_quota";
    case Cause::requests:
      return "requests";
    case Cause::tokens:
      return "tokens";
    default:
      break;
  }
  switch (refusal.status) {
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 408:
      return "timeout_error";
    case 429:
      return "requests";
    case 529:
      return "overloaded_error";
    default:
      return refusal.status < 500 ? "invalid_request_error" : "server_error";
  }
}

std::string_view code_of_status(unsigned status) {
  switch (status) {
    case 401:
      return "invalid_api_key";
    case 402:
      return "insufficient_balance";
    case 404:
      return "model_not_found";
    case 408:
      return "request_timeout";
    case 429:
      return "rate_limit_exceeded";
    case 503:
      return "server_is_overloaded";
    default:
      return {};
  }
}

std::string_view code_of(const Refusal& refusal) {
  switch (refusal.cause) {
    case Cause::invalid:
      return {};
    case Cause::unknown_parameter:
      return "unknown_parameter";
    case Cause::unsupported_parameter:
      return "unsupported_parameter";
    case Cause::unsupported_value:
      return "unsupported_value";
    case Cause::no_path:
      return "unknown_url";
    case Cause::method:
      return "method_not_allowed";
    case Cause::billing:
      return "insufficient_quota";
    default:
      return code_of_status(refusal.status);
  }
}

std::string or_null(std::string_view text) {
  return text.empty() ? "null" : json_quoted(text);
}

std::string bucket_headers(const Bucket& bucket, std::string_view what,
                           std::string (*reset)(Duration)) {
  return fmt::format(
      "x-ratelimit-limit-{0}: {1:.0f}\r\nx-ratelimit-remaining-{0}: {2:.0f}\r\n"
      "x-ratelimit-reset-{0}: {3}\r\n",
      what, bucket.limit(), bucket.remaining(), reset(bucket.until_full()));
}

}  // namespace

std::string_view bearer(const HttpRequest& http) {
  const std::string_view authorization = http.header("authorization");
  if (!starts_with_ignoring_case(authorization, "bearer ")) return {};
  return trim(authorization.substr(7));
}

std::string x_ratelimit(const Limits& limits, std::string (*reset)(Duration)) {
  std::string lines;
  if (limits.requests()) lines += bucket_headers(*limits.requests(), "requests", reset);
  if (limits.tokens()) lines += bucket_headers(*limits.tokens(), "tokens", reset);
  return lines;
}

/// Compatible servers, Azure's newer paths among them, take the key in api-key too.
Checked<> OpenAi::check_head(const HttpRequest& http, std::string_view key) const {
  if (key.empty() || bearer(http) == key || http.header("api-key") == key) return {};
  return std::unexpected(refusal_of_status(401));
}

std::string OpenAi::headers(const Notice& notice) const {
  std::string lines = fmt::format("x-request-id: req_{:016x}\r\n", notice.id);
  if (notice.limits) lines += x_ratelimit(*notice.limits, go_duration);
  return lines;
}

Reply OpenAi::error(const Refusal& refusal, const Notice& notice) const {
  Reply reply{.status = refusal.status,
              .body = fmt::format(R"({{"error":{{"message":{},"type":{},"param":{},"code":{}}}}})",
                                  json_quoted(refusal.message), json_quoted(type_of(refusal)),
                                  or_null(refusal.param), or_null(code_of(refusal)))};
  if (!refusal.limited()) return reply;
  if (refusal.retry_after > Duration::zero()) reply.headers = retry_headers(refusal.retry_after);
  if (notice.limits) reply.headers += x_ratelimit(*notice.limits, go_duration);
  return reply;
}

}  // namespace judge::mock
