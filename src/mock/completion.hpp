#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mock/faults.hpp"
#include "mock/opinion.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What the mock answers to a request, before any fault.
struct Answer {
  std::string content;
  bool cut = false;                                        // by max_tokens
  std::uint64_t prompt_tokens = 0, completion_tokens = 0;  // a token is about four bytes
  std::uint64_t cached_tokens = 0;                         // of the prompt's
  std::vector<Ballot> ballots = {};                        // the verdicts in it
  std::uint64_t tokens() const { return prompt_tokens + completion_tokens; }
};

/// How the mock answers.
struct Manner {
  Temper temper = {};
  double unreadable =
      0;  // share of the verdicts asked for that are not given, but when asked again
};

/// A pure function of its arguments. `prose`: without a verdict, whatever is asked for.
Answer make_answer(const CompletionRequest& request, const Manner& manner, bool prose);

struct Stamp {
  std::uint64_t id;      // of the completion; what its logprobs are drawn by
  std::int64_t created;  // seconds since 1970
};

/// The body of a 200. Of the faults, refusal, length, empty and nousage change it.
std::string completion_body(const CompletionRequest& request, const Answer& answer, Stamp stamp,
                            FaultKind fault);

}  // namespace judge::mock
