#include "model/gemini_error.hpp"

#include <cmath>

#include "base/text.hpp"
#include "model/reply_body.hpp"

namespace judge {
namespace {

/// {"error":…}, or a list of one.
ReplyJson error_in(ReplyJson body) {
  simdjson::dom::array list;
  if (body.get(list) == simdjson::SUCCESS && list.size() > 0) return at(*list.begin(), "error");
  return at(body, "error");
}

/// A quota of a day, or of nothing at all: to wait for it is no use.
bool is_lasting(ReplyJson failure) {
  for (const auto violation : list_at(failure, "violations"))
    if (text_at(violation, "quotaId").find("PerDay") != std::string_view::npos ||
        text_at(violation, "quotaValue") == "0")
      return true;
  return false;
}

void take(ReplyJson detail, CallError& error) {
  const auto type = text_at(detail, "@type");
  if (type.ends_with("google.rpc.RetryInfo")) {
    const auto delay = parse_duration(text_at(detail, "retryDelay"));
    if (delay && delay->count() > 0) error.retry_after = delay;
  } else if (type.ends_with("google.rpc.QuotaFailure")) {
    if (is_lasting(detail)) error.error_class = ErrorClass::billing;
  } else if (type.ends_with("google.rpc.ErrorInfo")) {
    const auto reason = text_at(detail, "reason");
    if (reason == "API_KEY_INVALID") error.error_class = ErrorClass::auth;
  }
}

}  // namespace

CallError gemini_error(CallError error, const HttpReply& reply) {
  const auto body = parse_reply(reply.body);
  if (!body) return error;
  const auto said = error_in(*body);
  const auto status = lower(text_at(said, "status"));
  if (error.code.starts_with("http_") && !status.empty() && status.size() <= 64 &&
      status.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == status.npos)
    error.code = status;  // "resource_exhausted"
  // Of the account or where it is, not of this sample.
  if (status == "failed_precondition") error.error_class = ErrorClass::config;
  for (const auto detail : list_at(said, "details")) take(detail, error);
  return error;
}

}  // namespace judge
