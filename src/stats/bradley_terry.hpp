#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap_interval.hpp"
#include "stats/estimated.hpp"
#include "stats/pairings.hpp"

namespace judge {

/// Points of the Elo scale to one unit of log strength: 400/ln 10.
inline constexpr double elo_per_logit = 173.71779276130073;

/// Strengths p_i with P(i beats j) = p_i/(p_i + p_j) (Zermelo 1929; Bradley, Terry 1952), a tie
/// half a win for each.
struct BradleyTerry {
  std::vector<double> log_strengths;  // ln p_i, in logits; they sum to 0
  /// Of log_strengths, from the information matrix under Σ ln p = 0. Ties as half wins make it too
  /// large rather than too small; pairings that belong together need the bootstrap.
  SquareMatrix covariance = SquareMatrix(0);
  unsigned iterations = 0;

  std::vector<double> shares() const;  // p_i, which sum to 1

  /// ln p_i − ln p_j, in logits; times elo_per_logit it is in Elo points.
  std::optional<Estimated> against(std::size_t i, std::size_t j, double level) const;
  /// 100·p_i/(p_i + p_j) = 100/(1 + 10^((R_j − R_i)/400)): how many of 100 i wins against j.
  /// Interval and error as of as_rate() (logit.hpp).
  std::optional<Estimated> score_against(std::size_t i, std::size_t j, double level) const;
};

/// The likelihood's maximum by Newton's method with halved steps; it is where the iteration
/// p_i ← w_i/Σ_j n_ij/(p_i + p_j) ends as well. nullopt for fewer than 2 players, cells that are
/// negative or not finite, and where not all are comparable (comparability() tells who is).
std::optional<BradleyTerry> bradley_terry(const SquareMatrix& wins);

/// Intervals of ln p_i − ln p_baseline by resampling whole clusters of pairings.
struct BradleyTerryBootstrap {
  std::vector<Interval> against_baseline;  // by player, logits; percentile
  std::uint64_t replicates = 0;            // that could be fitted
  std::uint64_t incomparable = 0;  // in which not all were comparable; left out: where they are
                                   // more than a few, the intervals are too narrow
};

/// nullopt where bradley_terry() has no value, for fewer than 2 clusters or replicates that could
/// be fitted, or a baseline that is no player.
std::optional<BradleyTerryBootstrap> bradley_terry_bootstrap(std::span<const Pairing> pairings,
                                                             std::size_t players,
                                                             std::size_t baseline,
                                                             const BootstrapPlan& plan);

}  // namespace judge
