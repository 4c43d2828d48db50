#pragma once

#include <span>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/ranking.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// All that `judge report` has to say of a table, sheet by sheet.
std::vector<Sheet> report_sheets(const VerdictTable& table, const AnalysisOptions& options,
                                 const RankingOptions& ranking = {});

/// The sheets of several files as one set: those of the same key become one whose rows begin with
/// the file's name, and remarks too.
struct NamedSheets {
  std::string file;
  std::vector<Sheet> sheets;
};
std::vector<Sheet> merged_sheets(std::span<const NamedSheets> files);

}  // namespace judge
