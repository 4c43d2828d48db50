#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimated.hpp"

namespace judge {

/// What a cluster (the answers to one question, say) adds to a mean.
struct ClusterSum {
  double sum = 0;
  std::uint64_t n = 0;
};

/// Sums by cluster: `clusters[i]` is the cluster of `values[i]`, numbered from 0 with few gaps (the
/// memory goes by the highest number). Numbers that are not used yield no entry. Both spans have
/// the same length.
std::vector<ClusterSum> cluster_sums(std::span<const double> values,
                                     std::span<const std::uint32_t> clusters);

struct ClusteredMean {
  Estimated mean;
  std::uint64_t n = 0;         // values
  std::uint64_t clusters = 0;  // with at least one value
};

/// The mean of all values with the cluster sandwich for its error (Liang, Zeger 1986; for language
/// models Miller 2024, "Adding Error Bars to Evals"): SE² = Σ_c(Σ_{i∈c}(x_i − x̄))²/n² · C/(C − 1),
/// Student's t with C − 1 degrees of freedom. With one value a cluster it is the plain interval.
/// nullopt for fewer than 2 clusters.
std::optional<ClusteredMean> clustered_mean(std::span<const ClusterSum> clusters, double level);

}  // namespace judge
