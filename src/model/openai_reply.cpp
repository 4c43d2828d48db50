#include "model/error_reply.hpp"
#include "model/openai.hpp"
#include "model/openai_logprobs.hpp"
#include "model/openai_usage.hpp"
#include "model/reply_body.hpp"
#include "model/reply_text.hpp"

namespace judge {
namespace {

constexpr std::size_t max_finish_reason = 64;

struct Content {
  bool present = false;
  std::string text;
  std::string refusal;
};

/// A string, or parts of which text and refusals are read and others (thinking) are not.
Content content_of(ReplyJson message) {
  const auto value = at(message, "content");
  Content content;
  simdjson::dom::array parts;
  if (value.is_string()) {
    content = {.present = true, .text = std::string(text_of(value)), .refusal = {}};
  } else if (value.get(parts) == simdjson::SUCCESS) {
    for (const auto part : parts) {
      const auto type = text_at(part, "type");
      if (type == "refusal") content.refusal += text_at(part, "refusal");
      if (type != "text" && type != "output_text") continue;
      content.present = true;
      content.text += text_at(part, "text");
    }
  }
  if (content.refusal.empty()) content.refusal = text_at(message, "refusal");
  return content;
}

std::expected<ChatReply, CallError> answer(const HttpReply& reply, ReplyJson body, ReplyJson choice,
                                           WallTime now) {
  const auto finish_reason = text_at(choice, "finish_reason");
  if (const auto error = at(choice, "error"); !error.is_null())
    return std::unexpected(embedded_error(reply, error, now));
  if (finish_reason == "error")
    return std::unexpected(
        unusable(reply, "finish_error", "the provider broke the answer off with an error", now));

  auto content = content_of(at(choice, "message"));
  if (content.refusal.empty() && finish_reason == "content_filter")
    content.refusal = "content_filter";
  // Cut off before the first word is an answer too: paid for, and the same again if asked again.
  if (!content.present && content.refusal.empty() && finish_reason != "length")
    return std::unexpected(
        unusable(reply, "null_content", "the reply's first choice has no content", now));
  ChatReply chat{.text = std::move(content.text),
                 .refusal = {},
                 .finish_reason = cut(finish_reason, max_finish_reason),
                 .usage = openai_usage(at(body, "usage")),
                 .logprobs = openai_logprobs(at(choice, "logprobs"), "content")};
  if (chat.usage) chat.usage->batch = text_at(body, "service_tier") == "batch";
  if (!content.refusal.empty()) chat.refusal = std::move(content.refusal);
  return chat;
}

}  // namespace

std::expected<ChatReply, CallError> OpenAiDialect::decode(const HttpReply& reply,
                                                          WallTime now) const {
  const auto body = body_of(reply, now);
  if (!body) return std::unexpected(body.error());
  simdjson::dom::array choices;
  if (at(*body, "choices").get(choices) != simdjson::SUCCESS)
    return std::unexpected(unusable(reply, "no_choices", "the reply has no choices", now));
  if (choices.begin() == choices.end())
    return std::unexpected(unusable(reply, "empty_choices", "the reply's choices are empty", now));
  return answer(reply, *body, *choices.begin(), now);
}

}  // namespace judge
