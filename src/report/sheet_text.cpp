#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "report/paint.hpp"
#include "report/sheet_render.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_cell = 60;
constexpr std::size_t shortest_cell =
    8;  // texts are not cut below it: nobody would know them again
constexpr std::size_t longest_title = 100;
constexpr std::size_t longest_remark = 1000;
constexpr std::size_t gap = 2;

using Cells = std::vector<std::vector<std::string>>;

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

bool known(const Sheet& sheet, std::size_t column) {
  return std::ranges::any_of(sheet.rows, [&](const auto& row) {
    return !show(row[column], sheet.columns[column].show).empty();
  });
}

Cells cells_of(const Sheet& sheet) {
  Cells cells(sheet.rows.size());
  for (std::size_t i = 0; i < sheet.columns.size(); ++i) {
    const bool some = known(sheet, i);
    for (std::size_t row = 0; row < cells.size(); ++row) {
      auto text = printable(show(sheet.rows[row][i], sheet.columns[i].show), longest_cell);
      cells[row].push_back(text.empty() && some ? "-" : std::move(text));
    }
  }
  return cells;
}

/// How wide each column is; 0 for one that Table leaves out.
std::vector<std::size_t> widths_of(const Sheet& sheet, const Cells& cells) {
  std::vector<std::size_t> widths(sheet.columns.size());
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (const auto& row : cells) widths[i] = std::max(widths[i], width_of(row[i]));
    if (widths[i] > 0)
      widths[i] = std::max(widths[i], width_of(printable(sheet.columns[i].title, longest_cell)));
  }
  return widths;
}

std::size_t line_width(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const auto width : widths)
    if (width > 0) sum += width + gap;  // of the first one: the indent
  return sum;
}

/// Takes from the widest texts until the line fits, or none can give any more.
void fit(const Sheet& sheet, std::size_t width, Cells& cells) {
  auto widths = widths_of(sheet, cells);
  auto limits = widths;
  for (auto line = line_width(widths); line > width; --line) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < limits.size(); ++i) {
      const auto least = std::max(shortest_cell, width_of(sheet.columns[i].title));
      const bool gives = sheet.columns[i].show == Show::text && limits[i] > least;
      if (gives && (widest == nullptr || limits[i] > *widest)) widest = &limits[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  for (auto& row : cells)
    for (std::size_t i = 0; i < row.size(); ++i)
      if (width_of(row[i]) > limits[i]) row[i] = printable(row[i], limits[i] - 1);
}

std::string table_text(const Sheet& sheet, const TextStyle& style) {
  if (sheet.rows.empty()) return "";
  auto cells = cells_of(sheet);
  if (style.width > 0) fit(sheet, style.width, cells);
  std::vector<Table::Column> columns;
  columns.reserve(sheet.columns.size());
  for (const auto& column : sheet.columns)
    columns.push_back({printable(column.title, longest_cell),
                       column.show == Show::text ? Align::left : Align::right});
  Table table(std::move(columns));
  for (auto& row : cells) table.add(std::move(row));
  return table.text("  ", style.color);
}

/// In lines of at most `width` columns, broken between words; 0 = no limit.
std::string wrapped(std::string_view words, std::size_t width) {
  std::string text, line;
  while (!words.empty()) {
    const auto word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    if (width > 0 && !line.empty() && gap + width_of(line) + 1 + width_of(word) > width)
      text.append("  ").append(std::exchange(line, "")).append("\n");
    line.append(line.empty() ? "" : " ").append(word);
  }
  return text.append("  ").append(line).append("\n");
}

std::string sheet_text(const Sheet& sheet, const TextStyle& style) {
  auto text = paint(Paint::bold, printable(sheet.title, longest_title), style.color) + "\n";
  text += table_text(sheet, style);
  for (const auto& remark : sheet.remarks)
    text += wrapped(printable(remark, longest_remark), style.width);
  return text;
}

}  // namespace

std::string sheets_text(std::span<const Sheet> sheets, const TextStyle& style) {
  std::string text;
  for (const auto& sheet : sheets) {
    if (sheet.empty()) continue;
    if (!text.empty()) text += "\n";
    text += sheet_text(sheet, style);
  }
  return text;
}

}  // namespace judge
