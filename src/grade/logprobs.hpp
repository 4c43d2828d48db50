#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "grade/verdict.hpp"
#include "model/dialect.hpp"

namespace judge {

/// Σ v·p(v) / Σ p(v) over the values v that the tokens in the verdict's place stand for.
struct ExpectedValue {
  double value = 0;
  double coverage = 0;    // Σ p(v): how much of the probability is a verdict at all
  double ambiguous = 0;   // left out of both: tokens that begin several verdicts, see below
  std::size_t token = 0;  // the place: an index of the answer's tokens
};

using ExpectedResult = std::expected<ExpectedValue, Unscored>;

// How the place is found: the answer's text (the tokens in order) is read as read_score and the
// others read it, and the place is where the last verdict's value begins; numbers in explanations
// and thoughts do not count, nor does the 10 of 8/10. Tokens are compared without case and without
// spaces, quotes, brackets and emphasis before them (also "▁" and "Ġ", raw vocabularies' spaces).
// Several tokens for one value (" 7", "7") add up.
//
// A value may take several tokens. "1" begins 1 and 10: where the answer itself says "1", what may
// follow it is known from the next token ("0" or not), and its probability is shared out; of a "1"
// that is only an alternative nothing is known, unless "10" is seen as one token: `ambiguous`.
//
// An answer's end ends its verdict.
//
// Unscored: "no_logprobs" (no tokens), "no_score_token" (no verdict in the answer, or no token
// there stands for a valid value).

/// Over `valid` scores, e.g. 1..5 (Liu et al., G-Eval, 2023, eq. 1).
ExpectedResult expected_score(std::span<const AnswerToken> tokens, std::span<const double> valid,
                              Family family = Family::automatic);

/// Over the choices' values.
ExpectedResult expected_choice(std::span<const AnswerToken> tokens,
                               const std::vector<Choice>& choices,
                               Family family = Family::automatic);

/// P(slot A is better), a tie counting half.
ExpectedResult expected_preference(std::span<const AnswerToken> tokens,
                                   Family family = Family::automatic);

/// P(a) = e^a / (e^a + e^b); a missing token counts 0, both missing is "no_logprobs". The coverage
/// is e^a + e^b. Never NaN: -inf counts as missing.
ExpectedResult preference_from_logprobs(std::optional<double> a, std::optional<double> b);

}  // namespace judge
