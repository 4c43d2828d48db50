#pragma once

#include <string>
#include <vector>

#include "analysis/compare.hpp"
#include "analysis/sheet.hpp"

namespace judge {

/// "B scores 0.8 points higher than A (95 % interval -0.4 to 2.0; p = 0.210, McNemar's exact test):
/// the difference could be chance. This n could have seen 1.7 points."
std::string verdict_sentence(const Comparison& comparison, const CompareOptions& options);

/// Of how many lines are shared; one for each candidate.
std::string overlap_sentence(const Contestant& baseline, const Contestant& candidate,
                             const SharedLines& shared);

/// How many lines are null and what the difference would be at their worst and best; empty where
/// there are none.
std::string null_sentence(const Comparison& comparison);

/// "comparison" (its remarks are the verdicts in words), "power", "nulls" and "flips".
std::vector<Sheet> compare_sheets(const std::vector<Comparison>& comparisons,
                                  const CompareOptions& options);

}  // namespace judge
