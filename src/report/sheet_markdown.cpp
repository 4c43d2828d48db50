#include <fmt/format.h>

#include "base/text.hpp"
#include "report/sheet_render.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_text = 1000;

/// Viewers make links of bare addresses: of "://" and of "www.".
bool begins_link(std::string_view rest) {
  return rest.starts_with("://") || starts_with_ignoring_case(rest, "www.");
}

std::string escaped(std::string_view text) {
  const auto shown = printable(text, longest_text);
  std::string safe;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    const auto rest = std::string_view(shown).substr(i);
    if (c == '<' || c == '>' || c == '&' || begins_link(rest))
      safe += fmt::format("&#{};", static_cast<int>(c));
    else if (std::string_view("\\`*_[]|~$").contains(c))
      safe.append("\\").append(1, c);
    else
      safe += c;
  }
  return safe;
}

std::string line(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const auto& cell : cells) text.append(" ").append(cell).append(" |");
  return text + "\n";
}

std::string table_text(const Sheet& sheet) {
  if (sheet.rows.empty()) return "";
  std::vector<std::string> titles, rules;
  for (const auto& column : sheet.columns) {
    titles.push_back(escaped(column.title));
    rules.emplace_back(column.show == Show::text ? "---" : "---:");
  }
  auto text = "\n" + line(titles) + line(rules);
  for (const auto& row : sheet.rows) {
    std::vector<std::string> cells;
    cells.reserve(row.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      cells.push_back(escaped(show(row[i], sheet.columns[i].show)));
    text += line(cells);
  }
  return text;
}

}  // namespace

std::string sheets_markdown(std::span<const Sheet> sheets) {
  std::string text;
  for (const auto& sheet : sheets) {
    if (sheet.empty()) continue;
    if (!text.empty()) text += "\n";
    text += "## " + escaped(sheet.title) + "\n" + table_text(sheet);
    if (!sheet.remarks.empty()) text += "\n";
    for (const auto& remark : sheet.remarks) text += "- " + escaped(remark) + "\n";
  }
  return text;
}

}  // namespace judge
