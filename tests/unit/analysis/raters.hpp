#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge::test {

/// A table of samples 0, 1, 2, …, to which raters are added one by one.
class Raters {
 public:
  explicit Raters(std::size_t lines) {
    table.models.add("");
    for (std::size_t i = 0; i < lines; ++i)
      table.add_line({.id = table.ids.add(std::to_string(i))});
  }

  /// Scores by line; NaN where there is none.
  Column& add(const std::string& name, Column::Rater rater, VerdictKind kind,
              const std::vector<double>& scores) {
    Column column;
    column.name = name;
    column.rater = rater;
    column.kind = kind;
    auto& added = table.add_column(std::move(column));
    for (std::size_t i = 0; i < scores.size(); ++i) added.cells[i].score = scores[i];
    return added;
  }

  /// Labels by line; "" where there is none.
  void add_labels(const std::string& name, Column::Rater rater,
                  const std::vector<std::string>& labels) {
    std::vector<double> scores;
    for (const auto& label : labels) scores.push_back(label.empty() ? NAN : 0);
    auto& added = add(name, rater, VerdictKind::label, scores);
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (!labels[i].empty()) added.cells[i].label = table.labels.add(labels[i]);
  }

  /// A comparison by the first column, which is a preference.
  void add_game(const std::string& a, const std::string& b, double a_wins) {
    if (table.columns.empty()) add("judge", Column::Rater::judge, VerdictKind::preference, {});
    const auto id = table.ids.add(std::to_string(table.lines.size()));
    const auto line =
        table.add_line({.id = id, .model = table.models.add(a), .against = table.models.add(b)});
    table.columns.front().cells[line].score = a_wins;
  }

  VerdictTable table;
};

inline const Sheet* find_sheet(const std::vector<Sheet>& sheets, std::string_view key) {
  const auto found = std::ranges::find(sheets, key, &Sheet::key);
  return found == sheets.end() ? nullptr : &*found;
}

inline const Sheet& sheet_of(const std::vector<Sheet>& sheets, std::string_view key) {
  const auto* found = find_sheet(sheets, key);
  REQUIRE(found);
  return *found;
}

inline const Sheet::Value& cell(const Sheet& sheet, std::size_t row, std::string_view column) {
  const auto found = std::ranges::find(sheet.columns, column, &Sheet::Column::key);
  REQUIRE(found != sheet.columns.end());
  REQUIRE(row < sheet.rows.size());
  return sheet.rows[row][static_cast<std::size_t>(found - sheet.columns.begin())];
}

inline double number(const Sheet& sheet, std::size_t row, std::string_view column) {
  const auto& value = cell(sheet, row, column);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  REQUIRE(std::holds_alternative<double>(value));
  return std::get<double>(value);
}

inline std::string text(const Sheet& sheet, std::size_t row, std::string_view column) {
  return std::get<std::string>(cell(sheet, row, column));
}

inline bool unknown(const Sheet& sheet, std::size_t row, std::string_view column) {
  return std::holds_alternative<std::monostate>(cell(sheet, row, column));
}

inline bool remarks_on(const Sheet& sheet, std::string_view what) {
  return std::ranges::any_of(sheet.remarks, [&](const std::string& remark) {
    return remark.find(what) != std::string::npos;
  });
}

}  // namespace judge::test
