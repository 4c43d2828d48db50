#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mock/faults.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What the mock answers to a request, before any fault.
struct Answer {
  std::string content;
  bool cut = false;                                        // by max_tokens
  std::uint64_t prompt_tokens = 0, completion_tokens = 0;  // a token is about four bytes
  std::uint64_t cached_tokens = 0;                         // of the prompt's
  std::uint64_t tokens() const { return prompt_tokens + completion_tokens; }
};

/// A pure function of its arguments. `unreadable`: prose without a verdict, whatever is asked for.
Answer make_answer(const CompletionRequest& request, std::uint64_t seed, bool unreadable);

struct Stamp {
  std::uint64_t id;      // of the completion
  std::int64_t created;  // seconds since 1970
};

/// The body of a 200. Of the faults, refusal, length, empty and nousage change it.
std::string completion_body(const CompletionRequest& request, const Answer& answer, Stamp stamp,
                            FaultKind fault);

}  // namespace judge::mock
