#include <cmath>

#include "model/error_reply.hpp"
#include "model/gemini.hpp"
#include "model/gemini_error.hpp"
#include "model/reply_body.hpp"
#include "model/token_count.hpp"

namespace judge {
namespace {

/// Counts of 0 are left out on the wire.
std::optional<Usage> usage_of(ReplyJson usage) {
  const auto input = token_count(at(usage, "promptTokenCount"));
  const auto cached = count_or_zero(at(usage, "cachedContentTokenCount"));
  const auto answer = count_or_zero(at(usage, "candidatesTokenCount"));
  const auto thoughts = count_or_zero(at(usage, "thoughtsTokenCount"));
  if (!input || !cached || !answer || !thoughts) return std::nullopt;
  return if_possible({.input = *input,
                      .cached_input = cached,
                      .output = *answer + *thoughts,
                      .reasoning = thoughts});
}

std::vector<AnswerToken> logprobs_of(ReplyJson candidate) {
  const auto result = at(candidate, "logprobsResult");
  const auto tops = list_at(result, "topCandidates");
  std::vector<AnswerToken> tokens;
  for (const auto chosen : list_at(result, "chosenCandidates")) {
    AnswerToken token{
        std::string(text_at(chosen, "token")), number_at(chosen, "logProbability"), {}};
    if (tokens.size() < tops.size())
      for (const auto other : list_at(tops[tokens.size()], "candidates"))
        if (const auto logprob = number_at(other, "logProbability"); !std::isnan(logprob))
          token.top.push_back({std::string(text_at(other, "token")), logprob});
    tokens.push_back(std::move(token));
  }
  return tokens;
}

/// The prompt was not let in: there are no candidates.
ChatReply blocked(ReplyJson body) {
  ChatReply chat;
  chat.refusal = "content_filter";
  chat.finish_reason = "content_filter";
  chat.usage = usage_of(at(body, "usageMetadata"));
  return chat;
}

}  // namespace

std::expected<ChatReply, CallError> GeminiDialect::decode(const HttpReply& reply,
                                                          WallTime now) const {
  const auto body = body_of(reply, now);
  if (!body) return std::unexpected(gemini_error(body.error(), reply));
  const auto candidates = list_at(*body, "candidates");
  if (candidates.empty()) {
    if (!text_at(at(*body, "promptFeedback"), "blockReason").empty()) return blocked(*body);
    return std::unexpected(unusable(reply, "no_choices", "the reply has no candidates", now));
  }
  const auto candidate = candidates.front();
  ChatReply chat;
  chat.finish_reason = finish_reason(text_at(candidate, "finishReason"));
  bool answered = false;
  for (const auto part : list_at(at(candidate, "content"), "parts")) {
    bool thought = false;
    if (at(part, "thought").get(thought) == simdjson::SUCCESS && thought) continue;
    if (!at(part, "text").is_string()) continue;
    answered = true;
    chat.text += text_at(part, "text");
  }
  if (chat.finish_reason == "content_filter") chat.refusal = "content_filter";
  if (!answered && !chat.refusal && chat.finish_reason != "length")
    return std::unexpected(unusable(reply, "null_content", "the reply has no text", now));
  chat.usage = usage_of(at(*body, "usageMetadata"));
  chat.logprobs = logprobs_of(candidate);
  return chat;
}

}  // namespace judge
