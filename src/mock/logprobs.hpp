#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mock/ballot.hpp"

namespace judge::mock {

struct TokenShare {
  std::string token;
  double share = 0;
};

/// A token of an answer, and the likeliest in its place.
struct TokenPlace {
  TokenShare said;
  std::vector<TokenShare>
      likeliest;  // the likeliest first; what is said is one of them, if any are
};

/// The answer's tokens. Where a ballot's verdict stands, the shares are the ballot's: 95 to 99.5 %
/// in all, words that are no verdict having the rest; where verdicts begin with the same token, it
/// has what they have together. `top`: how many of the likeliest. A pure function of its arguments.
std::vector<TokenPlace> token_places(std::string_view content, std::span<const Ballot> ballots,
                                     std::size_t top, std::uint64_t seed);

/// As a JSON array in OpenAI's form: [{"token", "logprob", "bytes", "top_logprobs": […]}].
std::string logprobs_json(const std::vector<TokenPlace>& places);

/// ln of the share, and never minus infinity.
double logprob(const TokenShare& token);

}  // namespace judge::mock
