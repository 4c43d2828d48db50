#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"
#include "stats/elo.hpp"

namespace judge {

struct RankingOptions {
  /// Default: what was compared most often as b, else the first.
  std::optional<std::string> baseline = {};
  bool elo = false;  // Elo in place of Bradley–Terry
  EloSettings elo_settings = {};
};

/// Preferences of models, by judge and by person:
/// - "pairs": wins, ties and losses of each pair of models, the win rate with ties half, and, where
///   the outputs are known, at equal length ("length-controlled") and at equal length and equal
///   numbers of Markdown headings, list items and bold passages ("style-controlled");
/// - "win_matrix": how often the row's model beat the column's, a tie half a win for each;
/// - "ranking": Bradley–Terry strengths (they sum to 1), points on the Elo scale with the baseline
///   at 1000, and 100/(1 + 10^((R_base − R_m)/400)), with intervals by bootstrap over clusters, and
///   points at equal style where the outputs are known; or Elo's ratings in the lines' order. Left
///   out for two models without a name of their own.
/// Models between whom nothing is known are said in words. Empty without preferences.
std::vector<Sheet> ranking_sheets(const VerdictTable& table, const AnalysisOptions& options,
                                  const RankingOptions& ranking = {});

}  // namespace judge
