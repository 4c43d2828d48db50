#include "model/error_reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "model/error_class.hpp"
#include "model/reply_text.hpp"
#include "model/retry_after.hpp"

namespace judge {
namespace {

/// Goes into tables and results, so it is taken only where it looks like a code.
bool looks_like_code(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

/// A status in the body: OpenRouter and llama.cpp write it as error.code. 0 where there is none.
int status_in(ReplyJson error) {
  const auto code = at(error, "code");
  int status = 0;
  std::int64_t value = 0;
  if (code.get(value) == simdjson::SUCCESS) {
    status = value >= 400 && value < 600 ? static_cast<int>(value) : 0;
  } else if (const auto text = text_at(error, "code"); text.size() == 3) {
    std::from_chars(text.data(), text.data() + 3, status);
  }
  return status >= 400 && status < 600 ? status : 0;
}

ErrorFields fields_of(ReplyJson error, int status) {
  const auto metadata = at(error, "metadata");
  return {
      .status = status,
      .code = text_at(error, "code"),
      .type = text_at(error, "type"),
      .param = text_at(error, "param"),
      .detail_code = text_at(at(error, "details"), "error_code"),
      .moderated = !at(metadata, "reasons").is_null() || !at(metadata, "flagged_input").is_null()};
}

std::string code_of(const ErrorFields& fields) {
  const auto is_number = [](std::string_view text) {
    return text.find_first_not_of("0123456789") == text.npos;
  };
  for (const auto word : {fields.code, fields.type})
    if (looks_like_code(word) && !is_number(word)) return std::string(word);
  return fmt::format("http_{}", fields.status);
}

/// The server's words, wherever it puts them.
std::string message_of(ReplyJson error) {
  if (error.is_string()) return cut(text_of(error));
  for (const auto* key : {"message", "detail"}) {
    const auto message = at(error, key);
    if (message.is_string()) return cut(text_of(message));
    if (!message.is_null()) return cut(canonical(message));
  }
  return {};
}

/// Here text may be looked at: the worst a wrong guess does is to ask in a weaker form.
bool rejects_format(const ErrorFields& fields, std::string_view message) {
  if (fields.status != 400 && fields.status != 422) return false;
  if (fields.param.starts_with("response_format")) return true;
  for (const auto text : {fields.code, fields.type, message}) {
    const auto words = lower(text);
    for (const auto* word :
         {"response_format", "json_schema", "json_object", "guided", "structured", "output_config",
          "outputconfig", "responseschema", "response_schema", "json mode"})
      if (words.find(word) != words.npos) return true;
  }
  return false;
}

/// The limit of an answer's tokens has two names, and some servers know only one of them. Here too
/// text may be looked at: the worst a wrong guess does is one more request.
std::string unknown_param(const ErrorFields& fields, std::string_view message) {
  if (fields.status != 400 && fields.status != 422) return {};
  const auto words = lower(fmt::format("{} {} {}", fields.code, fields.type, message));
  const auto says = [&words](std::string_view word) { return words.find(word) != words.npos; };
  constexpr std::array<std::string_view, 7> not_known{
      "unsupported_parameter", "not supported", "unknown",   "unrecognized",
      "extra_forbidden",       "not permitted", "unexpected"};
  if (std::ranges::none_of(not_known, says)) return {};
  for (const auto* name : {"max_completion_tokens", "max_tokens"})
    if (fields.param == name) return name;
  const auto of_new = words.find("max_completion_tokens");
  const auto of_old = words.find("max_tokens");
  if (of_new == of_old) return {};                                  // neither
  return of_new < of_old ? "max_completion_tokens" : "max_tokens";  // "…, use … instead"
}

CallError make_error(const HttpReply& reply, ReplyJson error, int status, WallTime now) {
  auto fields = fields_of(error, status);
  const auto wait = retry_after(reply, now);
  fields.asks_to_wait = wait.has_value();
  auto message = message_of(error);
  const bool format = rejects_format(fields, message);
  auto unknown = unknown_param(fields, message);
  return {.error_class = error_class(fields),
          .code = code_of(fields),
          .message = std::move(message),
          .retry_after = wait,
          .should_retry = should_retry(reply),
          .possibly_billed = possibly_billed(status),
          .rejects_format = format,
          .unknown_param = std::move(unknown)};
}

/// Where in a body the error is: {"error":…}, [{"error":…}] (Gemini), or the body itself (vLLM,
/// FastAPI's "detail").
ReplyJson error_in(ReplyJson body) {
  simdjson::dom::array list;
  const bool one = body.get(list) == simdjson::SUCCESS && list.size() == 1;
  const auto object = one ? *list.begin() : body;
  const auto error = at(object, "error");
  return error.is_null() ? object : error;
}

}  // namespace

CallError status_error(const HttpReply& reply, WallTime now) {
  const auto body = parse_reply(reply.body);
  if (body) return make_error(reply, error_in(*body), reply.status, now);
  auto error = make_error(reply, null_json(), reply.status, now);
  error.message = body.error().message;
  return error;
}

CallError embedded_error(const HttpReply& reply, ReplyJson error, WallTime now) {
  const int status = status_in(error);
  auto made = make_error(reply, error, status ? status : reply.status, now);
  if (!status && made.code == fmt::format("http_{}", reply.status)) made.code = "error_in_200";
  made.possibly_billed = true;
  return made;
}

CallError unusable(const HttpReply& reply, std::string_view code, std::string_view message,
                   WallTime now) {
  CallError error;
  error.error_class = ErrorClass::transient;
  error.code = code;
  error.message = cut(message);
  error.retry_after = retry_after(reply, now);
  error.should_retry = should_retry(reply);
  error.possibly_billed = true;
  return error;
}

}  // namespace judge
