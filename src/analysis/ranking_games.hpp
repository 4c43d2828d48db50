#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"
#include "stats/pairings.hpp"

namespace judge {

/// How the outputs of a pair differ in looks: first minus second.
struct StyleGap {
  double chars = 0, headings = 0, list_items = 0, bold = 0;

  StyleGap operator-() const { return {-chars, -headings, -list_items, -bold}; }
  bool same_marks() const { return headings == 0 && list_items == 0 && bold == 0; }
};

/// A rater's comparisons as games between models, in the lines' order.
struct Games {
  std::vector<std::string> players;             // by number; "a" and "b" where they have no name
  std::vector<Pairing> pairings;                // clusters numbered from 0 without gaps
  std::vector<std::optional<StyleGap>> styles;  // by pairing; nullopt where outputs are unknown
  std::vector<std::uint64_t> as_second;         // by player
  std::uint64_t without_verdict = 0;
  std::uint64_t with_itself = 0;  // left out
  bool named = false;             // at least one of the models has a name
};

Games games_of(const VerdictTable& table, const Column& column);

// What every ranking says of its games.

std::int64_t games_played(const Games& games, std::size_t player);
void remark_on_left_out(const Games& games, Sheet& sheet);
std::vector<std::size_t> best_first(const std::vector<double>& strengths);

}  // namespace judge
