#include "analysis/ranking_style.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace judge {
namespace {

constexpr std::uint64_t fewest_for_style = 20;

void say_if_separated(const std::optional<LengthControlled>& controlled, const std::string& who,
                      Sheet& sheet) {
  if (!controlled || controlled->ridge == 0) return;
  sheet.remarks.push_back(fmt::format(
      "{}: looks separate wins from losses completely; the controlled rate is held in by a penalty "
      "and means little.",
      who));
}

}  // namespace

PairAtEqualStyle at_equal_style(std::span<const double> results,
                                std::span<const std::optional<StyleGap>> styles,
                                const std::string& who, double level, Sheet& sheet) {
  const auto known = [](const auto& style) { return style.has_value(); };
  if (!std::ranges::all_of(styles, known)) return {};
  if (results.size() < fewest_for_style) {
    sheet.remarks.push_back(
        fmt::format("{}: a length-controlled rate takes {} comparisons; there are fewer.", who,
                    fewest_for_style));
    return {};
  }
  std::vector<double> lengths, marks;
  for (const auto& style : styles) {
    lengths.push_back(style->chars);
    marks.insert(marks.end(), {style->headings, style->list_items, style->bold});
  }
  const auto by_length = length_controlled(results, lengths, {}, level);
  say_if_separated(by_length, who, sheet);
  if (std::ranges::all_of(styles, [](const auto& style) { return style->same_marks(); }))
    return {by_length, std::nullopt};
  const auto by_style = length_controlled(results, lengths, {3, marks}, level);
  if (!by_length || by_length->ridge == 0) say_if_separated(by_style, who, sheet);
  return {by_length, by_style};
}

std::optional<StyleControlled> at_equal_style(const Games& games, std::size_t baseline,
                                              double level, Sheet& sheet) {
  std::vector<double> gaps;
  for (const auto& style : games.styles) {
    if (!style) return std::nullopt;
    gaps.insert(gaps.end(), {style->chars, style->headings, style->list_items, style->bold});
  }
  auto controlled =
      style_controlled(games.pairings, games.players.size(), baseline, {4, gaps}, level);
  if (controlled)
    sheet.remarks.push_back(fmt::format(
        "Style-controlled: points at equal length and equal numbers of Markdown headings, list "
        "items and bold passages, every comparison taken as independent{}.",
        controlled->ridge > 0 ? "; looks or models separate wins from losses completely, so they "
                                "are held in by a penalty and mean little"
                              : ""));
  return controlled;
}

}  // namespace judge
