#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mock/ballot.hpp"
#include "mock/logprobs.hpp"

namespace judge::mock {

/// What might stand in a verdict's tokens, by the tokens' index; shares sum to 1. Tokens that are
/// certain, given those before them, are left out.
using VerdictTokens = std::map<std::size_t, std::vector<TokenShare>>;

/// `tokens`: of the whole answer. The ballots' verdicts are found in it in their order.
VerdictTokens verdict_tokens(std::span<const std::string_view> tokens,
                             std::span<const Ballot> ballots);

}  // namespace judge::mock
