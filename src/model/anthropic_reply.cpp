#include "model/anthropic.hpp"
#include "model/error_reply.hpp"
#include "model/reply_body.hpp"
#include "model/reply_text.hpp"
#include "model/token_count.hpp"

namespace judge {
namespace {

std::optional<Usage> usage_of(ReplyJson usage) {
  const auto fresh = token_count(at(usage, "input_tokens"));
  const auto read_told = at(usage, "cache_read_input_tokens");
  const auto written_told = at(usage, "cache_creation_input_tokens");
  const auto read = count_or_zero(read_told);
  const auto written = count_or_zero(written_told);
  const auto for_an_hour =
      count_or_zero(at(at(usage, "cache_creation"), "ephemeral_1h_input_tokens"));
  const auto output = token_count(at(usage, "output_tokens"));
  const auto thought = at(at(usage, "output_tokens_details"), "thinking_tokens");
  if (!fresh || !read || !written || !for_an_hour || !output) return std::nullopt;
  return if_possible({.input = *fresh + *read + *written,
                      .cached_input = told(read_told, read),
                      .output = *output,
                      .reasoning = told(thought, token_count(thought)),
                      .cache_write = told(written_told, written),
                      .cache_write_1h = *for_an_hour});
}

/// The one error that only its words tell from a wrong request.
CallError with_class(CallError error) {
  if (error.code == "invalid_request_error" &&
      error.message.find("credit balance is too low") != error.message.npos)
    error.error_class = ErrorClass::billing;
  return error;
}

std::string refusal_of(ReplyJson body) {
  const auto why = text_at(at(body, "stop_details"), "explanation");
  return why.empty() ? "refusal" : cut(why);
}

}  // namespace

std::expected<ChatReply, CallError> AnthropicDialect::decode(const HttpReply& reply,
                                                             WallTime now) const {
  const auto body = body_of(reply, now);
  if (!body) return std::unexpected(with_class(body.error()));
  if (!at(*body, "content").is_array())
    return std::unexpected(unusable(reply, "no_content", "the reply has no content", now));
  ChatReply chat;
  bool answered = false;
  for (const auto block : list_at(*body, "content")) {
    if (text_at(block, "type") != "text") continue;  // thinking
    answered = true;
    chat.text += text_at(block, "text");
  }
  const auto reason = text_at(*body, "stop_reason");
  chat.finish_reason = finish_reason(reason);
  if (reason == "refusal") chat.refusal = refusal_of(*body);
  // Cut off before the first word is an answer too: paid for, and the same again if asked again.
  if (!answered && !chat.refusal && chat.finish_reason != "length")
    return std::unexpected(unusable(reply, "null_content", "the reply has no text", now));
  const auto usage = at(*body, "usage");
  chat.usage = usage_of(usage);
  if (chat.usage) chat.usage->batch = text_at(usage, "service_tier") == "batch";
  return chat;
}

}  // namespace judge
