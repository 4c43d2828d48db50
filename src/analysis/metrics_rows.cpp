#include "analysis/metrics_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge {

std::vector<Sheet::Column> row_columns(std::vector<Sheet::Column> more) {
  std::vector<Sheet::Column> columns{{"judge", "judge"}, {"model", "model"}, {"group", "group"}};
  std::ranges::move(more, std::back_inserter(columns));
  return columns;
}

Row row_of(const VerdictTable& table, const Column& column, const Slice& slice) {
  const auto name = [](const Names& names, std::uint32_t number) {
    return number == no_name ? Sheet::Value() : value_of(std::string_view(names[number]));
  };
  return {value_of(std::string_view(column.name)), name(table.models, slice.model),
          name(table.groups, slice.group)};
}

Sheet::Value value_of(std::string_view text) {
  return text.empty() ? Sheet::Value() : Sheet::Value(std::string(text));
}

Sheet::Value count_of(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::string interval_title(const AnalysisOptions& options) {
  return fmt::format("{:g} % interval", options.level * 100);
}

void remark(Sheet& sheet, std::uint64_t count, std::string_view of_one, std::string_view of_many) {
  if (count == 0) return;
  sheet.remarks.push_back(fmt::format("{} {}", show_count(count), count == 1 ? of_one : of_many));
}

void remark_once(Sheet& sheet, std::string sentence) {
  if (std::ranges::find(sheet.remarks, sentence) == sheet.remarks.end())
    sheet.remarks.push_back(std::move(sentence));
}

bool are_successes(const Column& column) {
  if (column.kind == VerdictKind::share) return false;
  if (column.kind == VerdictKind::number && (column.min != 0 || column.max != 1)) return false;
  return std::ranges::all_of(column.cells, [](const Cell& cell) {
    return !cell.scored() || cell.score == 0 || cell.score == 1;
  });
}

std::optional<Interval> scale_of(const Column& column) {
  if (!column.min || !column.max) return std::nullopt;
  return Interval{*column.min, *column.max};
}

std::optional<Interval> range_of(const Column& column) {
  return column.kind == VerdictKind::share ? std::optional(Interval{0, 1}) : scale_of(column);
}

std::vector<const Column*> columns_of(const VerdictTable& table, Column::Rater rater) {
  std::vector<const Column*> found;
  for (const auto& column : table.columns)
    if (column.rater == rater) found.push_back(&column);
  return found;
}

bool has_epochs(const VerdictTable& table) {
  return std::ranges::any_of(table.lines, [&](const VerdictLine& line) {
    return line.epoch != table.lines.front().epoch;
  });
}

}  // namespace judge
