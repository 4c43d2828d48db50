#pragma once

#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What sways judges beside what they are to judge. Sheets "position" (of pairs: how often both
/// orders agree, and how often what is shown first wins), "length" (how often the longer of a pair
/// wins, where they differ by more than 30 characters), "length_of_scores" (Spearman's correlation
/// of score and length) and "self_agreement" (the same judge asked again: votes, or epochs of the
/// same output). Those that the table has nothing for are left out.
std::vector<Sheet> bias_sheets(const VerdictTable& table, const AnalysisOptions& options);

// One each; without rows and remarks where nothing is to be said.
Sheet position_sheet(const VerdictTable& table, const AnalysisOptions& options);
Sheet length_sheet(const VerdictTable& table, const AnalysisOptions& options);
Sheet score_length_sheet(const VerdictTable& table, const AnalysisOptions& options);
Sheet self_agreement_sheet(const VerdictTable& table, const AnalysisOptions& options);

}  // namespace judge
