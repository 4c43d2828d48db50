#include "grade/logprobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "grade/readings.hpp"
#include "grade/token_mass.hpp"

namespace judge {
namespace {

std::string text_of(std::span<const AnswerToken> tokens) {
  std::string text;
  for (const auto& token : tokens) text += token.token;
  return text;
}

std::unexpected<Unscored> no_token(std::string detail) {
  return std::unexpected(Unscored{"no_score_token", std::move(detail)});
}

/// From the byte of the text at which the spelling begins.
ExpectedResult mass_at(std::span<const AnswerToken> tokens, std::size_t at,
                       std::span<const Spelling> spellings) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (at < tokens[i].token.size()) return token_mass(tokens, i, at, spellings);
    at -= tokens[i].token.size();
  }
  return no_token("The answer ends before its verdict's value.");
}

/// How a verdict may be spelled, and how far into its value that begins.
struct Target {
  std::vector<Spelling> spellings;
  std::size_t from = 0;
};

/// `read` gives a reading of a text, `target` the target of what it said.
template <class Read, class Aim>
ExpectedResult expected(std::span<const AnswerToken> tokens, Read read, Aim aim) {
  if (tokens.empty())
    return std::unexpected(Unscored{"no_logprobs", "The server gave no logprobs."});
  const auto text = text_of(tokens);
  const auto reading = read(text);
  if (!reading) return no_token("The answer has no verdict: " + reading.error().detail);
  if (!reading->value_at)
    return no_token("The verdict's place among the tokens is hidden by invisible characters.");
  const auto value = std::string_view(text).substr(*reading->value_at);
  const Target target = aim(reading->said);
  const auto begin = *reading->value_at + offset(value, without_opening(value));
  return mass_at(tokens, begin + target.from, target.spellings);
}

std::vector<Spelling> spellings_of(std::span<const Choice> labels) {
  std::vector<Spelling> spellings;
  for (const auto& label : labels) spellings.push_back({lower(label.label), label.value});
  return spellings;
}

/// As one answer may spell it: in the way of Arena-Hard or in the way of MT-bench.
std::vector<Spelling> preference_spellings(bool arena) {
  std::vector<Choice> labels{{"A", 1}, {"B", 0}, {"C", 0.5}, {"tie", 0.5}};
  if (arena) {
    const auto all = arena_labels();
    labels.assign(all.begin(), all.end());
    std::erase_if(labels, [](const auto& label) {
      return label.label.starts_with('B') && label.label.contains('=');
    });
  }
  return spellings_of(labels);
}

}  // namespace

ExpectedResult expected_score(std::span<const AnswerToken> tokens, std::span<const double> valid,
                              Family family) {
  if (valid.empty()) return no_token("There are no valid scores.");
  std::vector<Spelling> spellings;
  for (const auto score : valid) spellings.push_back({fmt::format("{}", score), score});
  const auto [low, high] = std::ranges::minmax(valid);
  return expected(
      tokens, [=](std::string_view text) { return score_reading(text, low, high, family); },
      [&](double) { return Target{spellings}; });
}

ExpectedResult expected_choice(std::span<const AnswerToken> tokens,
                               const std::vector<Choice>& choices, Family family) {
  return expected(
      tokens, [&](std::string_view text) { return choice_reading(text, choices, "last", family); },
      [&](const Choice*) { return Target{spellings_of(choices)}; });
}

ExpectedResult expected_preference(std::span<const AnswerToken> tokens, Family family) {
  return expected(
      tokens,
      [=](std::string_view text) {
        return preference_reading(text, "last", SlotCodes::letters, family);
      },
      [](const Preferred& said) {
        const auto& label = said.label->label;
        const bool arena = label.find_first_of(">=") != std::string::npos;
        return Target{preference_spellings(arena), slot_at(label)};
      });
}

ExpectedResult preference_from_logprobs(std::optional<double> a, std::optional<double> b) {
  const auto missing = [](const auto& logprob) {
    return !logprob || std::isnan(*logprob) || *logprob == -HUGE_VAL;
  };
  if (missing(a) && missing(b))
    return std::unexpected(Unscored{"no_logprobs", "Neither slot has a logprob."});
  const auto at_most_0 = [&](const auto& logprob) {
    return missing(logprob) ? -HUGE_VAL : std::min(*logprob, 0.0);
  };
  const double log_a = at_most_0(a), log_b = at_most_0(b);
  // As a difference, which even probabilities below the least double have.
  return ExpectedValue{1 / (1 + std::exp(log_b - log_a)),
                       std::min(std::exp(log_a) + std::exp(log_b), 1.0), 0, 0};
}

}  // namespace judge
