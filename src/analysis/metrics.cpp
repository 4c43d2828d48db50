#include "analysis/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/metrics_parts.hpp"
#include "analysis/metrics_rows.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

struct Nulls {
  std::uint64_t unscored = 0, failed = 0;
};

Nulls nulls_of(const VerdictTable& table, const Column& column, const Slice& slice) {
  Nulls nulls;
  for (const auto line : slice.lines)
    if (!column.cells[line].scored()) ++(table.lines[line].failed ? nulls.failed : nulls.unscored);
  return nulls;
}

double clip(const Column& column, double mean) {
  return column.kind == VerdictKind::share ? std::clamp(mean, 0.0, 1.0) : mean;
}

/// All nulls at the scale's ends.
Sheet::Value bounds(const Column& column, const Values& values, const Nulls& nulls) {
  const auto scale = scale_of(column);
  const auto missing = static_cast<double>(nulls.unscored + nulls.failed);
  if (!scale || missing == 0) return {};
  double sum = 0;
  for (const auto score : values.scores) sum += score;
  const auto all = static_cast<double>(values.scores.size()) + missing;
  return Interval{clip(column, (sum + missing * scale->low) / all),
                  clip(column, (sum + missing * scale->high) / all)};
}

/// What becomes a remark, counted over the rows.
struct Oddities {
  std::uint64_t single = 0, equal = 0, one_cluster = 0, clipped = 0;
  std::uint64_t clustered = 0, bootstrapped = 0;
};

void note(const Values& values, const MeanEstimate& estimate, const AnalysisOptions& options,
          Oddities& odd) {
  const auto n = values.scores.size();
  if (n == 1) ++odd.single;
  if (values.clustered) ++odd.clustered;
  if (n >= 2 && values.cluster_count == 1) ++odd.one_cluster;
  if (n >= 2 && values.cluster_count > 1 && !estimate.interval) ++odd.equal;
  if (options.bootstrap > 0 && estimate.method.ends_with("bootstrap")) ++odd.bootstrapped;
}

Row metrics_row(const VerdictTable& table, const Column& column, const Slice& slice, bool successes,
                Clusters& clusters, const AnalysisOptions& options, Oddities& odd) {
  const auto values = clusters.values(column, slice.lines);
  const auto estimate = estimate_mean(values, successes, range_of(column), options);
  const auto nulls = nulls_of(table, column, slice);
  note(values, estimate, options, odd);
  auto mean = estimate.mean;
  if (mean && clip(column, *mean) != *mean) ++odd.clipped;
  if (mean) mean = clip(column, *mean);
  auto row = row_of(table, column, slice);
  row.insert(row.end(),
             {count_of(values.scores.size()),
              values.clustered ? count_of(values.cluster_count) : Sheet::Value(), value_of(mean),
              value_of(estimate.interval),
              value_of(std::string_view(estimate.interval ? estimate.method : "")),
              count_of(nulls.unscored), count_of(nulls.failed), bounds(column, values, nulls)});
  return row;
}

void add_remarks(Sheet& sheet, const VerdictTable& table, const Oddities& odd,
                 const AnalysisOptions& options) {
  if (odd.clustered > 0)
    sheet.remarks.push_back(fmt::format(
        "{}: n counts verdicts, the intervals go by clusters.",
        table.clusters.size() > 0 ? "Samples of one cluster are not independent"
                                  : "Repeats of a sample are not independent and are one cluster"));
  if (odd.bootstrapped > 0)
    sheet.remarks.push_back(
        fmt::format("Intervals by {} bootstrap replicates over clusters, seed {}.",
                    show_count(options.bootstrap), options.seed));
  remark(sheet, odd.single, "row has a single verdict: too few for an interval.",
         "rows have a single verdict: too few for an interval.");
  remark(sheet, odd.one_cluster, "row has all its verdicts in one cluster: no interval.",
         "rows have all their verdicts in one cluster: no interval.");
  remark(sheet, odd.equal, "row has no interval: its scores are all equal, which tells no error.",
         "rows have no interval: their scores are all equal, which tells no error.");
  remark(sheet, odd.clipped, "mean of a rubric lies outside 0 to 1 and is cut there.",
         "means of rubrics lie outside 0 to 1 and are cut there.");
}

struct MeanTitle {
  std::string title;
  Show show;
};

MeanTitle mean_title(const std::vector<const Column*>& columns) {
  const auto all = [&](auto&& is) {
    return std::ranges::all_of(columns, [&](const Column* column) { return is(*column); });
  };
  const auto is = [](VerdictKind kind) {
    return [kind](const Column& column) { return column.kind == kind; };
  };
  if (all(is(VerdictKind::preference))) return {"win rate", Show::rate};
  if (all(is(VerdictKind::share))) return {"share of points", Show::rate};
  if (all(are_successes)) return {"rate", Show::rate};
  const bool some = std::ranges::any_of(columns, [](const Column* c) { return are_successes(*c); });
  return {some ? "mean or rate" : "mean", Show::score};
}

Sheet metrics_sheet(const VerdictTable& table, const std::vector<Slice>& parts,
                    const AnalysisOptions& options) {
  const auto judges = columns_of(table, Column::Rater::judge);
  const auto [title, how] = mean_title(judges);
  Sheet sheet{.key = "metrics",
              .title = "Metrics",
              .columns = row_columns({{"n", "n", Show::count},
                                      {"clusters", "clusters", Show::count},
                                      {"mean", title, how},
                                      {"interval", interval_title(options), how},
                                      {"method", "by"},
                                      {"unscored", "unscored", Show::count},
                                      {"failed", "failed", Show::count},
                                      {"bounds", "worst to best case", how}}),
              .rows = {},
              .remarks = table.remarks};
  Clusters clusters(table);
  Oddities odd;
  for (const auto* column : judges) {
    const bool successes = are_successes(*column);
    for (const auto& part : parts)
      sheet.rows.push_back(metrics_row(table, *column, part, successes, clusters, options, odd));
  }
  if (table.lines.empty()) sheet.remarks.emplace_back("There are no results lines.");
  add_remarks(sheet, table, odd, options);
  return sheet;
}

/// How far the run has come, while it is not done.
Sheet pending_sheet(const VerdictTable& table) {
  Sheet sheet{.key = "pending",
              .title = "Pending",
              .columns = {{"lines", "lines", Show::count},
                          {"expected", "expected", Show::count},
                          {"pending", "pending", Show::count}},
              .rows = {},
              .remarks = {}};
  const std::uint64_t lines = table.lines.size(), expected = table.expected_lines.value_or(lines);
  if (expected <= lines) return sheet;
  sheet.rows.push_back({count_of(lines), count_of(expected), count_of(expected - lines)});
  sheet.remarks.emplace_back("The run is not done: go on with judge run.");
  return sheet;
}

}  // namespace

std::vector<Sheet> metrics_sheets(const VerdictTable& table, const AnalysisOptions& options) {
  const auto parts = slices(table);
  std::vector<Sheet> sheets;
  sheets.push_back(metrics_sheet(table, parts, options));
  sheets.push_back(pending_sheet(table));
  sheets.push_back(nulls_sheet(table, parts));
  sheets.push_back(labels_sheet(table, parts, options));
  sheets.push_back(wins_sheet(table, parts));
  sheets.push_back(criteria_sheet(table, parts, options));
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.empty(); });
  return sheets;
}

}  // namespace judge
