#include "stats/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/resample.hpp"

namespace judge {
namespace {

constexpr std::size_t most_jackknife_groups = 1000;

/// The statistic without each group of clusters in turn; empty where one of them has no value.
std::vector<double> jackknife(std::size_t clusters, const WeightedStatistic& statistic) {
  const std::size_t groups = std::min(clusters, most_jackknife_groups);
  std::vector<std::uint32_t> weights(clusters, 1);
  std::vector<double> values;
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t c = group; c < clusters; c += groups) weights[c] = 0;
    const auto value = statistic(weights);
    if (!value) return {};
    values.push_back(*value);
    for (std::size_t c = group; c < clusters; c += groups) weights[c] = 1;
  }
  return values;
}

}  // namespace

std::optional<BootstrapResult> bootstrap(std::size_t clusters, const WeightedStatistic& statistic,
                                         const BootstrapPlan& plan) {
  if (clusters < 2) return std::nullopt;
  std::vector<std::uint32_t> weights(clusters, 1);
  const auto value = statistic(weights);
  if (!value) return std::nullopt;
  std::vector<std::optional<double>> replicates(plan.replicates);
  for (std::uint64_t b = 0; b < plan.replicates; ++b) {
    draw_weights(plan.seed, b, weights);
    replicates[b] = statistic(weights);
  }
  return bootstrap_result(*value, replicates, jackknife(clusters, statistic), plan.level);
}

std::optional<BootstrapResult> bootstrap_mean(std::span<const ClusterSum> clusters,
                                              const BootstrapPlan& plan) {
  double sum = 0, n = 0;
  for (const auto& cluster : clusters) {
    if (cluster.n == 0) continue;
    sum += cluster.sum;
    n += static_cast<double>(cluster.n);
  }
  if (!std::isfinite(sum)) return std::nullopt;
  const MeanResampler resampler(clusters);
  if (resampler.clusters() < 2) return std::nullopt;
  std::vector<double> without;
  without.reserve(resampler.clusters());
  for (const auto& cluster : clusters)
    if (cluster.n > 0)
      without.push_back((sum - cluster.sum) / (n - static_cast<double>(cluster.n)));
  std::vector<std::optional<double>> replicates(plan.replicates);
  for (std::uint64_t b = 0; b < plan.replicates; ++b)
    replicates[b] = resampler.replicate(plan.seed, b);
  return bootstrap_result(resampler.mean(), replicates, without, plan.level);
}

}  // namespace judge
