#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/verdict_table.hpp"
#include "stats/pairings.hpp"

namespace judge {

/// A rater's comparisons as games between models, in the lines' order.
struct Games {
  std::vector<std::string> players;      // by number; "a" and "b" where they have no name
  std::vector<Pairing> pairings;         // clusters numbered from 0 without gaps
  std::vector<double> lengths;           // code points, first minus second; NaN where unknown
  std::vector<std::uint64_t> as_second;  // by player
  std::uint64_t without_verdict = 0;
  std::uint64_t with_itself = 0;  // left out
  bool named = false;             // at least one of the models has a name
};

Games games_of(const VerdictTable& table, const Column& column);

}  // namespace judge
