#include "stats/clusters.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace judge {

std::vector<ClusterSum> cluster_sums(std::span<const double> values,
                                     std::span<const std::uint32_t> clusters) {
  assert(values.size() == clusters.size());
  std::vector<ClusterSum> sums;
  if (clusters.empty()) return sums;
  sums.resize(std::size_t{std::ranges::max(clusters)} + 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    sums[clusters[i]].sum += values[i];
    ++sums[clusters[i]].n;
  }
  std::erase_if(sums, [](const ClusterSum& cluster) { return cluster.n == 0; });
  return sums;
}

std::optional<ClusteredMean> clustered_mean(std::span<const ClusterSum> clusters, double level) {
  ClusteredMean result;
  double sum = 0;
  for (const auto& cluster : clusters) {
    sum += cluster.sum;
    result.n += cluster.n;
    if (cluster.n > 0) ++result.clusters;
  }
  if (result.clusters < 2) return std::nullopt;
  const auto n = static_cast<double>(result.n);
  const auto count = static_cast<double>(result.clusters);
  const double mean = sum / n;
  double squares = 0;
  for (const auto& cluster : clusters) {
    const double apart = cluster.sum - static_cast<double>(cluster.n) * mean;
    squares += apart * apart;
  }
  const double error = std::sqrt(squares * count / (count - 1)) / n;
  const auto estimated = estimated_by_t(mean, error, count - 1, level);
  if (!estimated) return std::nullopt;
  result.mean = *estimated;
  return result;
}

}  // namespace judge
