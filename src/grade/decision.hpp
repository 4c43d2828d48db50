#pragma once

#include <span>

#include "grade/ask.hpp"

namespace judge {

/// One verdict out of a judge's calls about one output, which stand in the order of Judge::asks().
/// - Both orders of a pair: who wins in both; else as on_inconsistent says ("tie", "half", or
///   unscored: "inconsistent"). Nothing where one of them is unreadable: that one's reason.
/// - Criteria asked one by one: Σ points met / Σ positive points; nothing where one is unreadable.
/// - Of several models or votes: `combine` over those that can be read. Fewer than min_votes
///   (default: more than half): "too_few_votes". A majority is the most frequent label; where two
///   are: "no_majority", but a tie between a and b is a tie.
VerdictResult decide(const JudgeConfig& config, std::span<const AskedVerdict> asked);

/// Σ points met / Σ positive points, below 0 where faults outweigh; not clipped: the mean of many
/// is. `met`: as many as there are criteria.
Verdict rubric_verdict(const JudgeConfig& config, const std::vector<bool>& met,
                       std::string explanation);

}  // namespace judge
