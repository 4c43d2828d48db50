// Judges' prompts in the forms that the program, MT-bench and Arena-Hard give them, and what the
// mock says to them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock/completion.hpp"
#include "mock/dialect.hpp"

namespace judge::mock::test {

struct Pair {
  std::string a, b;
};

/// <answer_A>, <answer_B> and the form asked for in words.
std::string pair_prompt(const Pair& pair);
std::string mt_bench_prompt(const Pair& pair);
std::string mt_bench_conversation(const Pair& pair);
std::string arena_hard_prompt(const Pair& pair);
/// All criteria, or the one asked for.
std::string rubric_prompt(std::string_view output, const std::vector<std::string>& criteria,
                          std::size_t only = 0);

/// An answer to the question of that number, unlike any other.
std::string essay(int number);

/// The body of a request; `further`: members beside model and messages, each after a comma.
std::string request_body(const std::string& prompt, std::string_view further = "");
CompletionRequest request_of(const std::string& prompt, std::string_view further = "");

/// Each prompt is an occasion of its own, as it is in the service.
Answer answer_of(const CompletionRequest& request, Manner manner = {});
std::string said_to(const std::string& prompt, const Manner& manner = {},
                    std::string_view further = "");

/// The text between the last of `begin` and what follows it of `end`.
std::string between(std::string_view text, std::string_view begin, std::string_view end);

}  // namespace judge::mock::test
