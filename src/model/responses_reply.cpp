#include "model/error_reply.hpp"
#include "model/openai_logprobs.hpp"
#include "model/reply_body.hpp"
#include "model/responses.hpp"
#include "model/token_count.hpp"

namespace judge {
namespace {

std::optional<Usage> usage_of(ReplyJson usage) {
  const auto input = token_count(at(usage, "input_tokens"));
  const auto output = token_count(at(usage, "output_tokens"));
  const auto of_input = at(usage, "input_tokens_details");
  const auto cached = at(of_input, "cached_tokens");
  const auto written = at(of_input, "cache_write_tokens");
  const auto reasoning = at(at(usage, "output_tokens_details"), "reasoning_tokens");
  if (!input || !output) return std::nullopt;
  return if_possible({.input = *input,
                      .cached_input = told(cached, token_count(cached)),
                      .output = *output,
                      .reasoning = told(reasoning, token_count(reasoning)),
                      .cache_write = told(written, token_count(written))});
}

/// Text, refusals and logprobs of the messages; what was thought is left out.
struct Content {
  bool present = false;
  std::string text;
  std::string refusal;
  std::vector<AnswerToken> logprobs;
};

void take(ReplyJson part, Content& content) {
  const auto type = text_at(part, "type");
  if (type == "refusal") content.refusal += text_at(part, "refusal");
  if (type != "output_text") return;
  content.present = true;
  content.text += text_at(part, "text");
  for (auto& token : openai_logprobs(part, "logprobs"))
    content.logprobs.push_back(std::move(token));
}

Content content_of(ReplyJson body) {
  Content content;
  for (const auto item : list_at(body, "output"))
    if (text_at(item, "type") == "message")
      for (const auto part : list_at(item, "content")) take(part, content);
  return content;
}

/// "completed", or why it is not: "max_output_tokens", "content_filter".
std::string_view end_of(ReplyJson body) {
  const auto why = text_at(at(body, "incomplete_details"), "reason");
  return why.empty() ? text_at(body, "status") : why;
}

}  // namespace

std::expected<ChatReply, CallError> ResponsesDialect::decode(const HttpReply& reply,
                                                             WallTime now) const {
  const auto body = body_of(reply, now);
  if (!body) return std::unexpected(body.error());
  if (!at(*body, "output").is_array())
    return std::unexpected(unusable(reply, "no_output", "the reply has no output", now));
  auto content = content_of(*body);
  ChatReply chat;
  chat.finish_reason = finish_reason(end_of(*body));
  if (chat.finish_reason == "content_filter") chat.refusal = "content_filter";
  if (!content.refusal.empty()) chat.refusal = std::move(content.refusal);
  if (!content.present && !chat.refusal && chat.finish_reason != "length")
    return std::unexpected(unusable(reply, "null_content", "the reply has no text", now));
  chat.text = std::move(content.text);
  chat.logprobs = std::move(content.logprobs);
  chat.usage = usage_of(at(*body, "usage"));
  return chat;
}

}  // namespace judge
