#include "report/table.hpp"

#include <algorithm>
#include <stdexcept>

#include "report/paint.hpp"

namespace judge {
namespace {

// One column a code point, as printable() counts too.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  if (cells.size() > columns_.size()) throw std::logic_error("a table row has too many cells");
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

// 0 for a column without a cell.
std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    for (const auto& row : rows_) widths[i] = std::max(widths[i], width(row[i]));
    if (widths[i] > 0) widths[i] = std::max(widths[i], width(columns_[i].title));
  }
  return widths;
}

std::string Table::line(const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths) const {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const std::string padding(widths[i] - width(cells[i]), ' ');
    if (!text.empty()) text += "  ";
    text += columns_[i].align == Align::left ? cells[i] + padding : padding + cells[i];
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string Table::text(std::string_view indent, bool color) const {
  const auto each = widths();
  std::vector<std::string> titles;
  titles.reserve(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i)
    titles.push_back(each[i] > 0 ? columns_[i].title : "");
  std::string text;
  if (const auto head = line(titles, each); !head.empty())
    text.append(indent).append(paint(Paint::faint, head, color)).append("\n");
  for (const auto& row : rows_) text.append(indent).append(line(row, each)).append("\n");
  return text;
}

}  // namespace judge
