#include "mock/completion.hpp"

#include <fmt/format.h>

#include "base/random.hpp"
#include "mock/forms.hpp"
#include "mock/logprobs.hpp"

namespace judge::mock {
namespace {

constexpr std::uint64_t kBytesPerToken = 4;
constexpr std::uint64_t kUnreadableSalt = 0x756e72656164;

std::uint64_t tokens_in(std::string_view text) {
  return (text.size() + kBytesPerToken - 1) / kBytesPerToken;
}

std::string in_form(const CompletionRequest& request, const PromptParts& parts, Opinion& opinion) {
  if (request.format != Format::json_schema)
    return answer_in_words(parts.instructions, opinion, request.format == Format::json_object);
  const Scale scale = find_scale(parts.instructions).value_or(Scale{});
  return fill(request.schema, scale, opinion).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Who is asked again for a verdict gives it: else no repair would ever succeed.
bool withholds_verdict(const CompletionRequest& request, const Manner& manner) {
  return !request.answered_before &&
         Random(manner.temper.occasion ^ kUnreadableSalt).uniform() < manner.unreadable;
}

void write_content(Answer& answer, const CompletionRequest& request, const Manner& manner,
                   bool prose) {
  const PromptParts parts = take_apart(request.asked());
  if (!prose) {
    Opinion opinion(parts, manner.temper);
    answer.content = in_form(request, parts, opinion);
    answer.ballots = opinion.ballots();
    prose = !answer.ballots.empty() && withholds_verdict(request, manner);
  }
  if (!prose) return;
  answer.content = Opinion(parts, manner.temper).prose();
  answer.ballots.clear();
}

/// At most `size` bytes, never within a character.
void cut_at(std::string& text, std::size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  text.resize(size);
}

std::string logprobs(const CompletionRequest& request, const Answer& answer, std::uint64_t seed) {
  if (!request.logprobs) return "null";
  return logprobs_json(token_places(answer.content, answer.ballots, request.top_logprobs, seed));
}

std::string choices(const CompletionRequest& request, const Answer& answer, std::uint64_t seed,
                    FaultKind fault) {
  if (fault == FaultKind::empty) return "[]";
  const bool refused = fault == FaultKind::refusal;
  const bool none = fault == FaultKind::length;
  const bool silent = refused || none;
  const std::string content = refused ? "null" : json_quoted(none ? "" : answer.content);
  return fmt::format(R"([{{"index":0,"message":{{"role":"assistant","content":{},"refusal":{}}},)"
                     R"("logprobs":{},"finish_reason":"{}"}}])",
                     content, refused ? R"("I'm sorry, but I can't help with that.")" : "null",
                     silent ? "null" : logprobs(request, answer, seed),
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

Answer make_answer(const CompletionRequest& request, const Manner& manner, bool prose) {
  Answer answer;
  write_content(answer, request, manner, prose);
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
      stamp.id, stamp.created, json_quoted(request.model),
      choices(request, answer, stamp.id, fault), fault == FaultKind::nousage ? "" : usage(answer));
}

}  // namespace judge::mock
