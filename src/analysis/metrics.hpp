#pragma once

#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What every judge says of every model, and of every group: sheets "metrics" (n, mean or rate with
/// its interval, nulls, worst and best case; always the first), "pending", "nulls" (by reason),
/// "labels", "wins" (of pairs) and "criteria" (of rubrics). Those without rows are left out.
std::vector<Sheet> metrics_sheets(const VerdictTable& table, const AnalysisOptions& options);

/// What repeats of samples say: sheets "epochs" (variance between and within samples, ICC) and
/// "pass" (pass@k and pass^k, where verdicts are true or false). None without epochs.
std::vector<Sheet> epoch_sheets(const VerdictTable& table, const AnalysisOptions& options);

}  // namespace judge
