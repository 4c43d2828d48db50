#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/matrix.hpp"

namespace judge {

/// One comparison of two players (models), numbered from 0.
struct Pairing {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  double first_wins = 0.5;    // 1 first, 0 second, 0.5 a tie; any number in between too
  std::uint32_t cluster = 0;  // such as the question; only the bootstrap asks
};

/// Cell (i, j): how often i beat j, a tie half a win for each. `weights`, if not empty, says how
/// often each pairing counts. Pairings of a player with itself are left out. Players are below
/// `players`.
SquareMatrix win_matrix(std::span<const Pairing> pairings, std::size_t players,
                        std::span<const std::uint32_t> weights = {});

/// Which players can be put on one scale. Two can if each has, through others or directly, won
/// against the other (Ford 1957): a tie is a half win for both. Otherwise one's strength relative
/// to the other's is unknown or unlimited.
struct Comparability {
  /// Groups of players comparable with one another, each ascending; largest group first.
  std::vector<std::vector<std::size_t>> groups;
  /// Groups with any chain of comparisons between them. More than one: there are players between
  /// whom nothing at all is known.
  std::size_t connected = 0;

  bool complete() const { return groups.size() <= 1; }
};

Comparability comparability(const SquareMatrix& wins);

}  // namespace judge
