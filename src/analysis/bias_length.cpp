// Length bias. Longer outputs may win because they are better: it shows what goes along, not why.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/bias.hpp"
#include "analysis/metrics_rows.hpp"
#include "stats/correlation.hpp"

namespace judge {
namespace {

constexpr std::int64_t least_difference = 30;  // characters; less is the same length

/// 1 where the longer of a pair won, 0 where the shorter did.
Values longer_wins(const VerdictTable& table, const Column& column, const Slice& part,
                   Clusters& clusters) {
  Values values;
  for (const auto at : part.lines) {
    const auto& line = table.lines[at];
    const auto& cell = column.cells[at];
    if (!cell.scored() || cell.score == 0.5 || !line.other) continue;
    const auto longer = std::int64_t{line.output.chars} - std::int64_t{line.other->chars};
    if (std::abs(longer) > least_difference)
      clusters.add(values, at, (longer > 0) == (cell.score > 0.5) ? 1 : 0);
  }
  clusters.finish(values);
  return values;
}

void add_correlation(const VerdictTable& table, const Column& column, const Slice& part,
                     const AnalysisOptions& options, Sheet& sheet) {
  std::vector<double> scores, lengths;
  for (const auto line : part.lines) {
    if (!column.cells[line].scored()) continue;
    scores.push_back(column.cells[line].score);
    lengths.push_back(table.lines[line].output.chars);
  }
  const auto correlation = spearman(scores, lengths);
  std::optional<Interval> interval;
  if (correlation) interval = spearman_interval(*correlation, scores.size(), options.level);
  auto row = row_of(table, column, part);
  row.insert(row.end(), {count_of(scores.size()), value_of(correlation), value_of(interval)});
  sheet.rows.push_back(std::move(row));
  if (!correlation)
    remark_once(sheet, fmt::format("{}: no correlation where there are fewer than 2 scores, or "
                                   "scores or lengths are all equal.",
                                   column.name));
}

}  // namespace

Sheet length_sheet(const VerdictTable& table, const AnalysisOptions& options) {
  Sheet sheet{.key = "length",
              .title = "Length bias",
              .columns = row_columns({{"pairs", "pairs decided", Show::count},
                                      {"longer_wins", "longer wins", Show::rate},
                                      {"interval", interval_title(options), Show::rate}}),
              .rows = {},
              .remarks = {}};
  const auto parts = slices_and_whole(table);
  Clusters clusters(table);
  for (const auto* column : columns_of(table, Column::Rater::judge)) {
    if (column->kind != VerdictKind::preference) continue;
    for (const auto& part : parts) {
      const auto values = longer_wins(table, *column, part, clusters);
      const auto rate = estimate_mean(values, true, Interval{0, 1}, options);
      auto row = row_of(table, *column, part);
      row.insert(row.end(),
                 {count_of(values.scores.size()), value_of(rate.mean), value_of(rate.interval)});
      sheet.rows.push_back(std::move(row));
    }
  }
  if (!sheet.rows.empty())
    sheet.remarks.push_back(
        fmt::format("Of pairs that were decided and whose outputs differ by more than {} "
                    "characters. The longer one may also be the better one.",
                    least_difference));
  return sheet;
}

Sheet score_length_sheet(const VerdictTable& table, const AnalysisOptions& options) {
  Sheet sheet{.key = "length_of_scores",
              .title = "Score and length of output (Spearman's correlation)",
              .columns = row_columns({{"n", "n", Show::count},
                                      {"spearman", "correlation", Show::score},
                                      {"interval", interval_title(options), Show::score}}),
              .rows = {},
              .remarks = {}};
  // Outputs that are not there, as in what others scored, have no length to go along with.
  if (std::ranges::all_of(table.lines, [](const auto& line) { return line.output.chars == 0; }))
    return sheet;
  const auto parts = slices(table);
  for (const auto* column : columns_of(table, Column::Rater::judge))
    for (const auto& part : parts)
      if (column->kind != VerdictKind::preference)
        add_correlation(table, *column, part, options, sheet);
  if (std::ranges::any_of(sheet.rows, [](const Row& row) {
        return std::holds_alternative<double>(row[row.size() - 2]);
      }))
    sheet.remarks.emplace_back(
        "Longer outputs may also be better ones: a correlation is no proof of bias.");
  return sheet;
}

}  // namespace judge
