#pragma once

#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"

namespace judge {

// The sheets beside "metrics", each in the order of columns, then of slices; empty where the
// verdicts are of another kind.

/// How many verdicts could not be had, by reason.
Sheet nulls_sheet(const VerdictTable& table, const std::vector<Slice>& parts);
/// How often each label was given.
Sheet labels_sheet(const VerdictTable& table, const std::vector<Slice>& parts,
                   const AnalysisOptions& options);
/// Pairs won, tied and lost. (W + T/2)/(W + T + L) is the mean of sheet "metrics".
Sheet wins_sheet(const VerdictTable& table, const std::vector<Slice>& parts);
/// How often each criterion of a rubric was met.
Sheet criteria_sheet(const VerdictTable& table, const std::vector<Slice>& parts,
                     const AnalysisOptions& options);

}  // namespace judge
