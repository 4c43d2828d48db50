#pragma once

#include <cstdint>
#include <vector>

#include "analysis/compare.hpp"

namespace judge {

/// The scores that both sides have, line by line.
struct PairedScores {
  std::vector<double> baseline, candidate;
  std::vector<double> differences;          // candidate − baseline
  std::vector<std::uint32_t> clusters;      // the baseline line's, else its sample
  std::vector<double> cluster_differences;  // sums by cluster
  bool clustered = false;                   // some cluster has several
};

/// Collects them and fills in what `comparison` says of nulls, bounds and flips.
PairedScores paired_scores(Comparison& comparison, const SharedLines& shared, std::size_t flips);

}  // namespace judge
