#include "mock/completion.hpp"

#include "base/random.hpp"
#include "mock/forms.hpp"

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

}  // namespace

Answer make_answer(const CompletionRequest& request, const Manner& manner, bool prose) {
  Answer answer;
  write_content(answer, request, manner, prose);
  const std::uint64_t most = request.max_tokens.value_or(answer.content.size());
  if (tokens_in(answer.content) > most) {
    cut_at(answer.content, most * kBytesPerToken);
    answer.finish = Answer::Finish::length;
  }
  answer.prompt_tokens = tokens_in(request.prompt);
  answer.completion_tokens = tokens_in(answer.content);
  return answer;
}

void spoil(Answer& answer, FaultKind fault) {
  answer.empty = fault == FaultKind::empty;
  answer.tells_usage = fault != FaultKind::nousage;
  if (fault == FaultKind::length) {
    answer.finish = Answer::Finish::length;
    answer.content.clear();
  } else if (fault == FaultKind::refusal) {
    answer.finish = Answer::Finish::refusal;
    answer.content = "I'm sorry, but I can't help with that.";
  }
}

std::vector<TokenPlace> places_of(const CompletionRequest& request, const Answer& answer,
                                  std::uint64_t id) {
  if (!request.logprobs || answer.content.empty() || answer.finish == Answer::Finish::refusal)
    return {};
  return token_places(answer.content, answer.ballots, request.top_logprobs, id);
}

}  // namespace judge::mock
