#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "stats/bootstrap_interval.hpp"
#include "stats/clusters.hpp"

namespace judge {

/// A statistic of the data in which cluster c counts weights[c] times; nullopt where it has no
/// value.
using WeightedStatistic = std::function<std::optional<double>(std::span<const std::uint32_t>)>;

/// Percentile and BCa bootstrap of any statistic by resampling whole clusters (Efron 1979, 1987;
/// Davison and Hinkley 1997, 3.8). It asks for the statistic once with weights 1, once a replicate,
/// and for the jackknife once a cluster; of more than 1,000 clusters, once for each of 1,000 groups
/// of every 1,000th cluster, which estimates the same acceleration with more noise. The result
/// depends on the data, their order and the plan. nullopt for fewer than 2 clusters, a statistic
/// without value on the data themselves, or on all but one replicate.
std::optional<BootstrapResult> bootstrap(std::size_t clusters, const WeightedStatistic& statistic,
                                         const BootstrapPlan& plan);

/// The same for a mean over clusters, by their sums; 1e6 clusters and 2,000 replicates take
/// seconds. The order of the clusters does not matter. nullopt for fewer than 2 clusters with
/// values, or sums that are not finite.
std::optional<BootstrapResult> bootstrap_mean(std::span<const ClusterSum> clusters,
                                              const BootstrapPlan& plan);

}  // namespace judge
