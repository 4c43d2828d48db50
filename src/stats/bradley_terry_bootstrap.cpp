#include <algorithm>
#include <vector>

#include "stats/bradley_terry.hpp"
#include "stats/resample.hpp"

namespace judge {
namespace {

/// Clusters that are used, numbered anew without gaps; by pairing.
struct Clusters {
  std::vector<std::uint32_t> of_pairing;
  std::size_t count = 0;
};

Clusters clusters_of(std::span<const Pairing> pairings) {
  Clusters result;
  std::vector<std::uint32_t> numbers;
  for (const auto& pairing : pairings) numbers.push_back(pairing.cluster);
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  for (const auto& pairing : pairings)
    result.of_pairing.push_back(static_cast<std::uint32_t>(
        std::ranges::lower_bound(numbers, pairing.cluster) - numbers.begin()));
  result.count = numbers.size();
  return result;
}

}  // namespace

std::optional<BradleyTerryBootstrap> bradley_terry_bootstrap(std::span<const Pairing> pairings,
                                                             std::size_t players,
                                                             std::size_t baseline,
                                                             const BootstrapPlan& plan) {
  const auto clusters = clusters_of(pairings);
  if (clusters.count < 2 || baseline >= players || !bradley_terry(win_matrix(pairings, players)))
    return std::nullopt;
  BradleyTerryBootstrap result;
  std::vector<std::vector<double>> differences(players);
  std::vector<std::uint32_t> drawn(clusters.count), weights(pairings.size());
  for (std::uint64_t b = 0; b < plan.replicates; ++b) {
    draw_weights(plan.seed, b, drawn);
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = drawn[clusters.of_pairing[i]];
    const auto fit = bradley_terry(win_matrix(pairings, players, weights));
    if (!fit) {
      ++result.incomparable;
      continue;
    }
    ++result.replicates;
    for (std::size_t i = 0; i < players; ++i)
      differences[i].push_back(fit->log_strengths[i] - fit->log_strengths[baseline]);
  }
  for (auto& of_player : differences) {
    std::ranges::sort(of_player);
    const auto interval = percentile_interval(of_player, plan.level);
    if (!interval || of_player.size() < 2) return std::nullopt;
    result.against_baseline.push_back(*interval);
  }
  return result;
}

}  // namespace judge
