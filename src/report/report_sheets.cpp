#include "report/report_sheets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/agreement.hpp"
#include "analysis/bias.hpp"
#include "analysis/calibration.hpp"
#include "analysis/metrics.hpp"

namespace judge {
namespace {

/// Where two files' figures are of different kinds, a column shows plain numbers.
void reconcile(const Sheet& sheet, Sheet& whole) {
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    auto& column = whole.columns[i + 1];
    if (column.show != sheet.columns[i].show) column.show = Show::score;
    if (column.title != sheet.columns[i].title) column.title = "mean or rate";
  }
}

void append(const std::string& file, const Sheet& sheet, std::vector<Sheet>& merged) {
  auto whole = std::ranges::find(merged, sheet.key, &Sheet::key);
  if (whole == merged.end()) {
    merged.push_back({sheet.key, sheet.title, sheet.columns, {}, {}});
    whole = std::prev(merged.end());
    whole->columns.insert(whole->columns.begin(), {"file", "file"});
  }
  reconcile(sheet, *whole);
  for (const auto& row : sheet.rows) {
    whole->rows.push_back({file});
    std::ranges::copy(row, std::back_inserter(whole->rows.back()));
  }
  for (const auto& remark : sheet.remarks)
    whole->remarks.push_back(fmt::format("{}: {}", file, remark));
}

}  // namespace

std::vector<Sheet> report_sheets(const VerdictTable& table, const AnalysisOptions& options,
                                 const RankingOptions& ranking) {
  std::vector<Sheet> sheets;
  const auto add = [&sheets](std::vector<Sheet> more) {
    std::ranges::move(more, std::back_inserter(sheets));
  };
  add(metrics_sheets(table, options));
  add(epoch_sheets(table, options));
  add(ranking_sheets(table, options, ranking));
  add(calibration_sheets(table, options));
  add(agreement_sheets(table, options));
  add(bias_sheets(table, options));
  return sheets;
}

std::vector<Sheet> merged_sheets(std::span<const NamedSheets> files) {
  std::vector<Sheet> merged;
  for (const auto& [file, sheets] : files)
    for (const auto& sheet : sheets) append(file, sheet, merged);
  return merged;
}

}  // namespace judge
