#include "stats/pairings.hpp"

#include <algorithm>

namespace judge {
namespace {

/// Who is reached from `start` by steps (i, j) for which `linked(i, j)`.
template <class Linked>
std::vector<bool> reached(std::size_t start, std::size_t players, Linked linked) {
  std::vector<bool> seen(players);
  std::vector<std::size_t> open{start};
  seen[start] = true;
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    for (std::size_t j = 0; j < players; ++j) {
      if (seen[j] || !linked(i, j)) continue;
      seen[j] = true;
      open.push_back(j);
    }
  }
  return seen;
}

}  // namespace

SquareMatrix win_matrix(std::span<const Pairing> pairings, std::size_t players,
                        std::span<const std::uint32_t> weights) {
  SquareMatrix wins(players);
  for (std::size_t i = 0; i < pairings.size(); ++i) {
    const auto& [first, second, first_wins, cluster] = pairings[i];
    if (first == second) continue;
    const double weight = weights.empty() ? 1 : weights[i];
    wins(first, second) += weight * first_wins;
    wins(second, first) += weight * (1 - first_wins);
  }
  return wins;
}

Comparability comparability(const SquareMatrix& wins) {
  const std::size_t players = wins.size();
  const auto beat = [&](std::size_t i, std::size_t j) { return wins(i, j) > 0; };
  const auto lost = [&](std::size_t i, std::size_t j) { return wins(j, i) > 0; };
  const auto met = [&](std::size_t i, std::size_t j) { return beat(i, j) || lost(i, j); };
  Comparability result;
  std::vector<bool> grouped(players), connected(players);
  for (std::size_t i = 0; i < players; ++i) {
    if (!connected[i]) {
      ++result.connected;
      const auto with = reached(i, players, met);
      for (std::size_t j = 0; j < players; ++j) connected[j] = connected[j] || with[j];
    }
    if (grouped[i]) continue;
    const auto above = reached(i, players, beat), below = reached(i, players, lost);
    auto& group = result.groups.emplace_back();
    for (std::size_t j = 0; j < players; ++j) {
      if (!above[j] || !below[j]) continue;
      grouped[j] = true;
      group.push_back(j);
    }
  }
  std::ranges::sort(result.groups, [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a.front() < b.front();
  });
  return result;
}

}  // namespace judge
