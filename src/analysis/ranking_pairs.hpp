#pragma once

#include <string>

#include "analysis/intervals.hpp"
#include "analysis/ranking_games.hpp"
#include "analysis/sheet.hpp"

namespace judge {

/// "pairs": a row a pair of models that met. Rows of several raters go into one sheet.
Sheet pairs_sheet(double level);
void add_pairs(const std::string& rater, const Games& games, const AnalysisOptions& options,
               Sheet& sheet);

/// "win_matrix", by one rater: how often the row's player beat the column's.
Sheet win_matrix_sheet(const std::string& rater, const Games& games);

}  // namespace judge
