#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge::test {

/// A table with one judge's column of that kind, and a line a score: sample 0, 1, 2, …
class ScoredTable {
 public:
  explicit ScoredTable(VerdictKind kind, std::initializer_list<double> scores = {}) {
    Column column;
    column.name = "judge";
    column.kind = kind;
    table.add_column(column);
    for (const auto score : scores) add(score);
  }
  /// Of a sample, which may be there already in another epoch.
  std::size_t add(double score, const std::string& id, std::uint32_t epoch = 0,
                  const std::string& model = "") {
    VerdictLine line;
    line.id = table.ids.add(id);
    line.epoch = epoch;
    line.model = table.models.add(model);
    const auto at = table.add_line(line);
    table.columns[0].cells[at].score = score;
    return at;
  }
  std::size_t add(double score) { return add(score, std::to_string(table.lines.size())); }
  std::size_t add_null(const std::string& reason, bool failed = false) {
    const auto at = add(0);
    table.lines[at].failed = failed;
    table.columns[0].cells[at] = Cell{.reason = table.reasons.add(reason)};
    return at;
  }
  void scale(double min, double max) {
    table.columns[0].min = min;
    table.columns[0].max = max;
  }
  void label(std::size_t line, const std::string& label) {
    table.columns[0].cells[line].label = table.labels.add(label);
  }
  Column& add_call(VerdictKind kind) {
    Column column;
    column.name = "judge";
    column.rater = Column::Rater::call;
    column.kind = kind;
    column.model = "m";
    return table.add_column(column);
  }

  VerdictTable table;
};

inline std::vector<std::uint32_t> all_lines(const VerdictTable& table) {
  std::vector<std::uint32_t> lines(table.lines.size());
  for (std::uint32_t i = 0; i < lines.size(); ++i) lines[i] = i;
  return lines;
}

inline MeanEstimate estimate(const VerdictTable& table, bool successes,
                             const AnalysisOptions& options = {},
                             std::optional<Interval> range = std::nullopt) {
  const auto values = Clusters(table).values(table.columns[0], all_lines(table));
  return estimate_mean(values, successes, range, options);
}

inline void check_interval(const std::optional<Interval>& interval, double low, double high) {
  REQUIRE(interval);
  CHECK(interval->low == doctest::Approx(low).epsilon(1e-6));
  CHECK(interval->high == doctest::Approx(high).epsilon(1e-6));
}

inline const Sheet& sheet(const std::vector<Sheet>& sheets, std::string_view key) {
  for (const auto& each : sheets)
    if (each.key == key) return each;
  FAIL("no sheet ", std::string(key));
  throw std::logic_error("unreachable");
}

inline const Sheet::Value& at(const Sheet& sheet, std::size_t row, std::string_view key) {
  for (std::size_t i = 0; i < sheet.columns.size(); ++i)
    if (sheet.columns[i].key == key) return sheet.rows.at(row).at(i);
  FAIL("no column ", std::string(key));
  throw std::logic_error("unreachable");
}

inline double number(const Sheet& sheet, std::size_t row, std::string_view key) {
  return std::get<double>(at(sheet, row, key));
}
inline std::int64_t count(const Sheet& sheet, std::size_t row, std::string_view key) {
  return std::get<std::int64_t>(at(sheet, row, key));
}
inline std::string text(const Sheet& sheet, std::size_t row, std::string_view key) {
  return std::get<std::string>(at(sheet, row, key));
}
inline std::optional<Interval> interval(const Sheet& sheet, std::size_t row, std::string_view key) {
  const auto* found = std::get_if<Interval>(&at(sheet, row, key));
  return found != nullptr ? std::optional(*found) : std::nullopt;
}
inline bool unknown(const Sheet& sheet, std::size_t row, std::string_view key) {
  return std::holds_alternative<std::monostate>(at(sheet, row, key));
}
inline bool remarks(const Sheet& sheet, std::string_view words) {
  for (const auto& remark : sheet.remarks)
    if (remark.contains(words)) return true;
  return false;
}

}  // namespace judge::test
