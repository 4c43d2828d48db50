#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/screen.hpp"
#include "report/sheet_render.hpp"

namespace judge {
namespace {

constexpr std::string_view newline = "\r\n";

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

/// To some spreadsheet, also where quotes or white space are taken off, and in full width.
bool is_formula(std::string_view text) {
  constexpr std::string_view beginnings[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  const auto start = text.substr(std::min(text.find_first_not_of(" \n\""), text.size()));
  return std::ranges::any_of(beginnings, [&](auto sign) { return start.starts_with(sign); }) &&
         !is_number(text);
}

/// A table may go to the screen too: there are no controls in it but newlines.
std::string text_cell(std::string_view text) {
  const auto shown = printable_lines(text);
  std::string cell = is_formula(shown) ? "'" : "";
  cell += shown;
  if (cell.find_first_of(",;\"\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string number_cell(double number) {
  return std::isfinite(number) ? fmt::format("{}", number) : "";
}

std::string cell(const Sheet::Value& value) {
  struct ToCell {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const std::string& text) const { return text_cell(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return number_cell(number); }
    std::string operator()(Interval range) const {
      return number_cell(range.low) + "," + number_cell(range.high);
    }
  };
  return std::visit(ToCell(), value);
}

/// By its name too: a column keeps its shape where every interval is unknown.
bool is_range(const Sheet& sheet, std::size_t column) {
  const auto& key = sheet.columns[column].key;
  return key.ends_with("interval") || key.ends_with("bounds") ||
         std::ranges::any_of(sheet.rows, [&](const auto& row) {
           return std::holds_alternative<Interval>(row[column]);
         });
}

std::string row_text(const Sheet& sheet, const std::vector<Sheet::Value>& values) {
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) line += ",";
    const bool unknown_range = is_range(sheet, i) && !std::holds_alternative<Interval>(values[i]);
    line += unknown_range ? cell(values[i]) + "," : cell(values[i]);
  }
  return line;
}

std::string head(const Sheet& sheet) {
  std::string line;
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    if (i > 0) line += ",";
    const auto& key = sheet.columns[i].key;
    line += is_range(sheet, i) ? text_cell(key + "_low") + "," + text_cell(key + "_high")
                               : text_cell(key);
  }
  return line;
}

}  // namespace

std::string sheets_csv(std::span<const Sheet> sheets) {
  const auto with_rows = [](const Sheet& sheet) { return !sheet.rows.empty(); };
  const bool several = std::ranges::count_if(sheets, with_rows) > 1;
  std::string text;
  for (const auto& sheet : sheets) {
    if (!with_rows(sheet)) continue;
    if (!text.empty()) text += newline;
    text.append(several ? "sheet," : "").append(head(sheet)).append(newline);
    for (const auto& values : sheet.rows) {
      if (several) text += text_cell(sheet.key) + ",";
      text.append(row_text(sheet, values)).append(newline);
    }
  }
  return text;
}

}  // namespace judge
