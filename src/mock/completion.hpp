#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mock/faults.hpp"
#include "mock/logprobs.hpp"
#include "mock/opinion.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What the mock answers to a request, in whatever dialect.
struct Answer {
  enum class Finish { stop, length, refusal };

  std::string content;  // of a refusal its words
  Finish finish = Finish::stop;
  std::uint64_t prompt_tokens = 0, completion_tokens = 0;  // a token is about four bytes
  std::uint64_t cached_tokens = 0;                         // of the prompt's, read from the cache
  std::uint64_t written_tokens = 0;                        // likewise, written to it
  std::vector<Ballot> ballots = {};                        // the verdicts in it
  bool empty = false;       // there is nothing where an answer should be
  bool tells_usage = true;  // how many tokens it took

  std::uint64_t tokens() const { return prompt_tokens + completion_tokens; }
  std::uint64_t fresh_tokens() const { return prompt_tokens - cached_tokens - written_tokens; }
};

/// How the mock answers.
struct Manner {
  Temper temper = {};
  double unreadable =
      0;  // share of the verdicts asked for that are not given, but when asked again
};

/// A pure function of its arguments. `prose`: without a verdict, whatever is asked for.
Answer make_answer(const CompletionRequest& request, const Manner& manner, bool prose);

/// What refusal, length, empty and nousage make of an answer; other faults leave it as it is.
void spoil(Answer& answer, FaultKind fault);

/// The tokens of a whole answer where they were asked for; `id`: what they are drawn by.
std::vector<TokenPlace> places_of(const CompletionRequest& request, const Answer& answer,
                                  std::uint64_t id);

}  // namespace judge::mock
