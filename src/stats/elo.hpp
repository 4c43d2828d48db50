#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/pairings.hpp"

namespace judge {

struct EloSettings {
  double initial = 1000;
  double k = 4;        // points that move at most, per game
  double scale = 400;  // a difference of so many points is odds of 10 : 1
};

/// Ratings played game by game in the order given (Elo 1978): R ← R + k·(result − 1/(1 +
/// 10^{Δ/scale})). They depend on that order and have no error bars; bradley_terry() has neither
/// fault. Pairings of a player with itself are left out. nullopt if a setting or result is not
/// finite, scale ≤ 0, or a player is not below `players`.
std::optional<std::vector<double>> elo_ratings(std::span<const Pairing> games, std::size_t players,
                                               const EloSettings& settings = {});

}  // namespace judge
