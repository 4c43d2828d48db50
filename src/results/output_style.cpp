#include "results/output_style.hpp"

#include <algorithm>
#include <cctype>

namespace judge {
namespace {

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::size_t leading(std::string_view text, auto&& one_of_them) {
  const auto end = std::ranges::find_if_not(text, one_of_them);
  return static_cast<std::size_t>(end - text.begin());
}

bool has_space_at(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == ' ' || text[at] == '\t');
}

bool is_heading(std::string_view line) {
  constexpr std::size_t deepest = 6;
  const auto marks = leading(line, [](char c) { return c == '#'; });
  return marks > 0 && marks <= deepest && has_space_at(line, marks);
}

/// "- ", "* ", "+ ", "1. " or "1) ".
bool is_list_item(std::string_view line) {
  constexpr std::size_t most_digits = 3;
  line.remove_prefix(leading(line, [](char c) { return c == ' ' || c == '\t'; }));
  if (line.empty()) return false;
  if (line[0] == '-' || line[0] == '*' || line[0] == '+') return has_space_at(line, 1);
  const auto digits =
      leading(line, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
  return digits > 0 && digits <= most_digits && digits < line.size() &&
         (line[digits] == '.' || line[digits] == ')') && has_space_at(line, digits + 1);
}

std::uint32_t bold_passages(std::string_view text) {
  std::uint32_t marks = 0;
  for (auto at = text.find("**"); at != std::string_view::npos; at = text.find("**", at + 2))
    ++marks;
  return marks / 2;
}

}  // namespace

OutputStyle output_style(std::string_view text) {
  OutputStyle style{.chars = code_points(text), .bold = bold_passages(text)};
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    style.headings += is_heading(line) ? 1 : 0;
    style.list_items += is_list_item(line) ? 1 : 0;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return style;
}

}  // namespace judge
