#include "analysis/metrics_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "analysis/metrics_rows.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::size_t most_labels = 50;

template <class T>
void append(Row& row, std::initializer_list<T> values) {
  row.insert(row.end(), values);
}

void add_nulls(const VerdictTable& table, const Column& column, const Slice& part, Sheet& sheet) {
  std::map<std::uint32_t, std::uint64_t> counts;
  for (const auto line : part.lines)
    if (!column.cells[line].scored()) ++counts[column.cells[line].reason];
  std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted;
  sorted.reserve(counts.size());
  for (const auto& [reason, count] : counts) sorted.emplace_back(count, reason);
  std::ranges::sort(sorted, std::greater());
  for (const auto& [count, reason] : sorted) {
    auto row = row_of(table, column, part);
    append<Sheet::Value>(row,
                         {reason == no_name ? "unknown" : table.reasons[reason], count_of(count),
                          static_cast<double>(count) / static_cast<double>(part.lines.size())});
    sheet.rows.push_back(std::move(row));
  }
}

using NumberedLabel = std::pair<std::string, std::uint32_t>;

/// Labels the judge may give, in the config's order, then what else came up; no_name: never given.
std::vector<NumberedLabel> labels_of(const VerdictTable& table, const Column& column) {
  std::vector<NumberedLabel> labels;
  std::vector<bool> others(table.labels.size());
  for (const auto& cell : column.cells)
    if (cell.label != no_name) others[cell.label] = true;
  for (const auto& choice : column.choices) {
    const auto label = table.labels.find(choice.label).value_or(no_name);
    labels.emplace_back(choice.label, label);
    if (label != no_name) others[label] = false;
  }
  for (std::uint32_t label = 0; label < others.size(); ++label)
    if (others[label]) labels.emplace_back(table.labels[label], label);
  return labels;
}

void add_labels(const VerdictTable& table, const Column& column, const Slice& part,
                std::span<const NumberedLabel> labels, Clusters& clusters,
                const AnalysisOptions& options, Sheet& sheet) {
  for (const auto& [label, number] : labels) {
    Values values;
    for (const auto line : part.lines)
      if (column.cells[line].label != no_name)
        clusters.add(values, line, column.cells[line].label == number ? 1 : 0);
    clusters.finish(values);
    const auto share = estimate_mean(values, true, Interval{0, 1}, options);
    auto row = row_of(table, column, part);
    append<Sheet::Value>(
        row, {label, count_of(static_cast<std::uint64_t>(std::ranges::count(values.scores, 1.0))),
              value_of(share.mean), value_of(share.interval)});
    sheet.rows.push_back(std::move(row));
  }
}

/// The one opponent in all these lines, if there is one.
Sheet::Value opponent(const VerdictTable& table, const Slice& part) {
  const auto first = table.lines[part.lines.front()].against;
  const bool one = std::ranges::all_of(
      part.lines, [&](std::uint32_t line) { return table.lines[line].against == first; });
  return one && first != no_name ? value_of(std::string_view(table.models[first])) : Sheet::Value();
}

void add_wins(const VerdictTable& table, const Column& column, const Slice& part, Sheet& sheet) {
  std::uint64_t wins = 0, ties = 0, losses = 0;
  for (const auto line : part.lines) {
    const auto& cell = column.cells[line];
    if (cell.scored()) ++(cell.score > 0.5 ? wins : cell.score < 0.5 ? losses : ties);
  }
  auto row = row_of(table, column, part);
  append<Sheet::Value>(row,
                       {opponent(table, part), count_of(wins), count_of(ties), count_of(losses)});
  sheet.rows.push_back(std::move(row));
}

}  // namespace

Sheet nulls_sheet(const VerdictTable& table, const std::vector<Slice>& parts) {
  Sheet sheet{.key = "nulls",
              .title = "Without a verdict",
              .columns = row_columns({{"reason", "reason"},
                                      {"count", "count", Show::count},
                                      {"share", "of all lines", Show::rate}}),
              .rows = {},
              .remarks = {}};
  for (const auto* column : columns_of(table, Column::Rater::judge))
    for (const auto& part : parts) add_nulls(table, *column, part, sheet);
  return sheet;
}

Sheet labels_sheet(const VerdictTable& table, const std::vector<Slice>& parts,
                   const AnalysisOptions& options) {
  Sheet sheet{.key = "labels",
              .title = "Labels",
              .columns = row_columns({{"label", "label"},
                                      {"count", "count", Show::count},
                                      {"share", "share", Show::rate},
                                      {"interval", interval_title(options), Show::rate}}),
              .rows = {},
              .remarks = {}};
  Clusters clusters(table);
  for (const auto* column : columns_of(table, Column::Rater::judge)) {
    if (column->kind != VerdictKind::label) continue;
    auto labels = labels_of(table, *column);
    if (labels.size() > most_labels) {
      sheet.remarks.push_back(fmt::format("{} gave {} different labels; the first {} are shown.",
                                          column->name, show_count(labels.size()), most_labels));
      labels.resize(most_labels);
    }
    for (const auto& part : parts)
      add_labels(table, *column, part, labels, clusters, options, sheet);
  }
  return sheet;
}

Sheet wins_sheet(const VerdictTable& table, const std::vector<Slice>& parts) {
  Sheet sheet{.key = "wins",
              .title = "Wins",
              .columns = row_columns({{"against", "against"},
                                      {"wins", "wins", Show::count},
                                      {"ties", "ties", Show::count},
                                      {"losses", "losses", Show::count}}),
              .rows = {},
              .remarks = {}};
  for (const auto* column : columns_of(table, Column::Rater::judge))
    for (const auto& part : parts)
      if (column->kind == VerdictKind::preference) add_wins(table, *column, part, sheet);
  return sheet;
}

Sheet criteria_sheet(const VerdictTable& table, const std::vector<Slice>& parts,
                     const AnalysisOptions& options) {
  Sheet sheet{.key = "criteria",
              .title = "Criteria met",
              .columns = row_columns({{"judge_model", "by model"},
                                      {"criterion", "criterion"},
                                      {"n", "n", Show::count},
                                      {"rate", "met", Show::rate},
                                      {"interval", interval_title(options), Show::rate}}),
              .rows = {},
              .remarks = {}};
  Clusters clusters(table);
  for (const auto* column : columns_of(table, Column::Rater::call)) {
    if (column->criterion.empty()) continue;
    const bool successes = are_successes(*column);
    for (const auto& part : parts) {
      const auto values = clusters.values(*column, part.lines);
      const auto met = estimate_mean(values, successes, Interval{0, 1}, options);
      auto row = row_of(table, *column, part);
      append<Sheet::Value>(
          row, {value_of(std::string_view(column->model)), column->criterion,
                count_of(values.scores.size()), value_of(met.mean), value_of(met.interval)});
      sheet.rows.push_back(std::move(row));
    }
  }
  return sheet;
}

}  // namespace judge
