#include "mock/completion.hpp"

#include <fmt/format.h>

#include "mock/forms.hpp"

namespace judge::mock {
namespace {

constexpr std::uint64_t kBytesPerToken = 4;

std::uint64_t tokens_in(std::string_view text) {
  return (text.size() + kBytesPerToken - 1) / kBytesPerToken;
}

std::string write_content(const CompletionRequest& request, std::uint64_t seed, bool unreadable) {
  const PromptParts parts = take_apart(request.prompt);
  Opinion opinion(parts, seed);
  if (unreadable) return opinion.prose();
  if (request.format != Format::json_schema)
    return answer_in_words(parts.instructions, opinion, request.format == Format::json_object);
  const Scale scale = find_scale(parts.instructions).value_or(Scale{});
  return fill(request.schema, scale, opinion).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// At most `size` bytes, never within a character.
void cut_at(std::string& text, std::size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  text.resize(size);
}

std::string choices(const Answer& answer, FaultKind fault) {
  if (fault == FaultKind::empty) return "[]";
  const bool refused = fault == FaultKind::refusal;
  const bool none = fault == FaultKind::length;
  const std::string content = refused ? "null" : json_quoted(none ? "" : answer.content);
  return fmt::format(R"([{{"index":0,"message":{{"role":"assistant","content":{},"refusal":{}}},)"
                     R"("logprobs":null,"finish_reason":"{}"}}])",
                     content, refused ? R"("I'm sorry, but I can't help with that.")" : "null",
                     none || (answer.cut && !refused) ? "length" : "stop");
}

std::string usage(const Answer& answer) {
  return fmt::format(R"(,"usage":{{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{},)"
                     R"("prompt_tokens_details":{{"cached_tokens":{}}},)"
                     R"("completion_tokens_details":{{"reasoning_tokens":0}}}})",
                     answer.prompt_tokens, answer.completion_tokens, answer.tokens(),
                     answer.cached_tokens);
}

}  // namespace

Answer make_answer(const CompletionRequest& request, std::uint64_t seed, bool unreadable) {
  Answer answer;
  answer.content = write_content(request, seed, unreadable);
  const std::uint64_t most = request.max_tokens.value_or(answer.content.size());
  if (tokens_in(answer.content) > most) {
    cut_at(answer.content, most * kBytesPerToken);
    answer.cut = true;
  }
  answer.prompt_tokens = tokens_in(request.prompt);
  answer.completion_tokens = tokens_in(answer.content);
  return answer;
}

std::string completion_body(const CompletionRequest& request, const Answer& answer, Stamp stamp,
                            FaultKind fault) {
  return fmt::format(
      R"({{"id":"chatcmpl-{:016x}","object":"chat.completion","created":{},"model":{},)"
      R"("choices":{}{},"system_fingerprint":"fp_mock"}})",
      stamp.id, stamp.created, json_quoted(request.model), choices(answer, fault),
      fault == FaultKind::nousage ? "" : usage(answer));
}

}  // namespace judge::mock
