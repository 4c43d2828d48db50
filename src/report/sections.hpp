#pragma once

#include <string>

#include "report/table.hpp"
#include "run/summary.hpp"

namespace judge {

// What the summary of a run and `judge status` have in common. Every text ends with a newline or is
// empty.

/// "trivia: 1,240 of 1,319 scored, 30 unscored, 10 failed, 39 pending".
std::string headline(const Summary& summary, bool color);

/// Unscored by reason and failed by code, the most frequent first.
std::string nulls_text(const Tally& tally, bool color);

/// Tokens, in so far as servers told.
std::string show_tokens(const Tally& tally);

/// Dollars, in so far as known; never 0 for unknown.
std::string show_cost(const Tally& tally);

/// False where no model was asked, in this run or before: there is nothing to say of cost.
bool asked_a_model(const Summary& summary);

/// Rows of tokens, cost, attempts that may have cost something, and whose answers these are where
/// fallbacks gave some.
void add_usage(Table& facts, const Tally& tally);

/// "The run stopped after 889 of …"; empty where it did not reach what stop_when asks for.
std::string reached_text(const Summary& summary);

/// What is left to do and the commands for it; empty when everything is scored.
std::string next_steps(const Summary& summary);

/// `path` as one word of a shell's command line.
std::string shell_word(const std::string& path);

}  // namespace judge
