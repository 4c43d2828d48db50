#include <algorithm>
#include <array>

#include "model/bedrock.hpp"
#include "model/error_reply.hpp"
#include "model/reply_body.hpp"
#include "model/token_count.hpp"

namespace judge {
namespace {

/// inputTokens leaves out what is read from a cache and written to one.
std::optional<Usage> usage_of(ReplyJson usage) {
  const auto fresh = token_count(at(usage, "inputTokens"));
  const auto read_told = at(usage, "cacheReadInputTokens");
  const auto written_told = at(usage, "cacheWriteInputTokens");
  const auto read = count_or_zero(read_told);
  const auto written = count_or_zero(written_told);
  const auto output = token_count(at(usage, "outputTokens"));
  if (!fresh || !read || !written || !output) return std::nullopt;
  return if_possible({.input = *fresh + *read + *written,
                      .cached_input = told(read_told, read),
                      .output = *output,
                      .cache_write = told(written_told, written)});
}

struct Named {
  std::string_view code;
  ErrorClass error_class;
};

/// Where the name says more than the status.
constexpr auto named = std::to_array<Named>({
    {"ThrottlingException", ErrorClass::rate_limit},
    {"ModelNotReadyException", ErrorClass::transient},
    {"ModelErrorException", ErrorClass::transient},
    {"ModelTimeoutException", ErrorClass::transient},
    {"AccessDeniedException", ErrorClass::auth},
    {"UnrecognizedClientException", ErrorClass::auth},
    {"InvalidSignatureException", ErrorClass::auth},
    {"ExpiredTokenException", ErrorClass::auth},
    {"ResourceNotFoundException", ErrorClass::config},
});

/// "ThrottlingException:http://…", or the body's "com.amazon#ThrottlingException".
std::string exception_of(const HttpReply& reply) {
  std::string_view name;
  if (const auto* header = reply.header("x-amzn-errortype")) name = *header;
  if (const auto body = parse_reply(reply.body); name.empty() && body)
    name = text_at(*body, "__type");
  name = name.substr(0, name.find(':'));
  if (const auto hash = name.find('#'); hash != name.npos) name.remove_prefix(hash + 1);
  const bool plain = std::ranges::all_of(
      name, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
  return plain && name.size() <= 64 ? std::string(name) : "";
}

CallError with_name(CallError error, const HttpReply& reply) {
  const auto name = exception_of(reply);
  if (name.empty()) return error;
  error.code = name;
  for (const auto& [code, error_class] : named)
    if (name == code) error.error_class = error_class;
  return error;
}

}  // namespace

std::expected<ChatReply, CallError> BedrockDialect::decode(const HttpReply& reply,
                                                           WallTime now) const {
  const auto body = body_of(reply, now);
  if (!body) return std::unexpected(with_name(body.error(), reply));
  const auto message = at(at(*body, "output"), "message");
  if (!at(message, "content").is_array())
    return std::unexpected(unusable(reply, "no_content", "the reply has no message", now));
  ChatReply chat;
  bool answered = false;
  for (const auto block : list_at(message, "content")) {
    if (!at(block, "text").is_string()) continue;  // reasoningContent
    answered = true;
    chat.text += text_at(block, "text");
  }
  chat.finish_reason = finish_reason(text_at(*body, "stopReason"));
  if (chat.finish_reason == "content_filter") chat.refusal = "content_filter";
  if (!answered && !chat.refusal && chat.finish_reason != "length")
    return std::unexpected(unusable(reply, "null_content", "the reply has no text", now));
  chat.usage = usage_of(at(*body, "usage"));
  return chat;
}

}  // namespace judge
