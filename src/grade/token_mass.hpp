#pragma once

#include <span>
#include <string>
#include <vector>

#include "grade/logprobs.hpp"

namespace judge {

/// A verdict as its tokens spell it, in lower case.
struct Spelling {
  std::string text;
  double value = 0;
};

/// Shares out the probability of the tokens from `first` on among the spellings, of which the
/// answer's own begins there behind `skip` bytes of that token. Spellings that begin alike take
/// several tokens, of which only the answer's own way is known.
ExpectedResult token_mass(std::span<const AnswerToken> tokens, std::size_t first, std::size_t skip,
                          std::span<const Spelling> spellings);

}  // namespace judge
