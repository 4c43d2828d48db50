#include "stats/elo.hpp"

#include <cmath>

#include "stats/estimated.hpp"

namespace judge {

std::optional<std::vector<double>> elo_ratings(std::span<const Pairing> games, std::size_t players,
                                               const EloSettings& settings) {
  if (!std::isfinite(settings.k) || !(settings.scale > 0)) return std::nullopt;
  std::vector<double> ratings(players, settings.initial);
  for (const auto& game : games) {
    if (game.first >= players || game.second >= players) return std::nullopt;
    if (game.first == game.second) continue;
    double& first = ratings[game.first];
    double& second = ratings[game.second];
    const double expected = 1 / (1 + std::pow(10, (second - first) / settings.scale));
    const double moved = settings.k * (game.first_wins - expected);
    first += moved;
    second -= moved;
  }
  if (!all_finite(ratings)) return std::nullopt;
  return ratings;
}

}  // namespace judge
