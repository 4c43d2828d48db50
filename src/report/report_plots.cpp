#include "report/report_plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/text.hpp"
#include "report/numbers.hpp"
#include "report/paint.hpp"
#include "report/sheet_render.hpp"

namespace judge {
namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t longest_label = 30;
constexpr std::size_t indent = 2, gap = 2;

struct Signs {
  std::string_view left, line, right, point, bar;
};

Signs signs(const PlotStyle& style) {
  return style.unicode ? Signs{"├", "─", "┤", "●", "█"} : Signs{"|", "-", "|", "o", "#"};
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, width_of(text)), ' ');
  return text;
}

std::string label_of(const PlottedInterval& row, const PlotStyle& style) {
  auto label = printable(row.label, longest_label);
  if (!style.unicode && std::ranges::any_of(label, [](char c) { return (c & 0x80) != 0; }))
    for (char& c : label)
      if ((c & 0x80) != 0) c = '?';
  return label;
}

/// Values to columns of the screen.
struct Axis {
  double low = 0, high = 0;
  std::size_t columns = 0;

  std::size_t at(double value) const {
    if (high <= low) return columns / 2;
    const double span = high / 2 - low / 2;  // the difference might be infinite
    const double share = std::clamp((value / 2 - low / 2) / span, 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(columns - 1)));
  }
};

Axis axis_of(std::span<const PlottedInterval> rows, std::size_t columns) {
  Axis axis{rows.front().value, rows.front().value, columns};
  for (const auto& row : rows) {
    const auto range = row.interval.value_or(Interval{row.value, row.value});
    axis.low = std::min({axis.low, range.low, row.value});
    axis.high = std::max({axis.high, range.high, row.value});
  }
  return axis;
}

std::string drawn(const PlottedInterval& row, const Axis& axis, const PlotStyle& style) {
  const auto [left, line, right, point, bar] = signs(style);
  std::vector<std::string_view> cells(axis.columns, " ");
  if (row.interval) {
    const auto first = axis.at(row.interval->low), last = axis.at(row.interval->high);
    std::fill(cells.begin() + static_cast<std::ptrdiff_t>(first),
              cells.begin() + static_cast<std::ptrdiff_t>(last), line);
    cells[first] = left;
    cells[last] = right;
  }
  cells[axis.at(row.value)] = point;
  std::string text;
  for (const auto cell : cells) text += cell;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string axis_text(const Axis& axis, Show how, std::size_t before, const PlotStyle& style) {
  if (axis.high <= axis.low) return "";
  const auto low = show(axis.low, how), high = show(axis.high, how);
  const auto room = axis.columns - std::min(axis.columns, width_of(low) + width_of(high));
  return std::string(before, ' ') +
         paint(Paint::faint, low + std::string(room, ' ') + high, style.color) + "\n";
}

struct Bin {
  std::string label;
  std::uint64_t count = 0;
};

std::vector<Bin> bins_of(std::span<const double> scores) {
  constexpr std::size_t most_values = 12, pieces = 10;
  std::map<double, std::uint64_t> counts;
  for (const auto score : scores) {
    ++counts[score];
    if (counts.size() > most_values) break;
  }
  std::vector<Bin> bins;
  if (counts.size() <= most_values) {
    for (const auto& [score, count] : counts) bins.push_back({show_score(score), count});
    return bins;
  }
  const auto [low, high] = std::ranges::minmax(scores);
  const double step = high / pieces - low / pieces;  // the difference might be infinite
  for (std::size_t i = 0; i < pieces; ++i)
    bins.push_back({show_score(low + step * static_cast<double>(i)) + " to " +
                    show_score(low + step * static_cast<double>(i + 1))});
  for (const auto score : scores) {
    const auto place = static_cast<std::size_t>(score / step - low / step);
    ++bins[std::min(place, pieces - 1)].count;
  }
  return bins;
}

}  // namespace

bool unicode_locale() {
  for (const auto* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const auto text = lower(value);
    return text.contains("utf-8") || text.contains("utf8");
  }
  return false;
}

std::string interval_plot(std::span<const PlottedInterval> rows, Show show,
                          const PlotStyle& style) {
  if (rows.empty()) return "";
  std::size_t labels = 0;
  for (const auto& row : rows) labels = std::max(labels, width_of(label_of(row, style)));
  const auto before = indent + labels + gap;
  const auto axis = axis_of(rows, std::max(style.width, least_width + before) - before);
  std::string text;
  for (const auto& row : rows)
    text += std::string(indent, ' ') + padded(label_of(row, style), labels + gap) +
            drawn(row, axis, style) + "\n";
  return text + axis_text(axis, show, before, style);
}

std::string histogram(std::span<const double> scores, const PlotStyle& style) {
  if (scores.empty()) return "";
  const auto bins = bins_of(scores);
  std::size_t labels = 0, counts = 0;
  std::uint64_t most = 0;
  for (const auto& bin : bins) {
    labels = std::max(labels, width_of(bin.label));
    counts = std::max(counts, show_count(bin.count).size());
    most = std::max(most, bin.count);
  }
  const auto before = indent + labels + gap + counts + gap;
  const auto columns = std::max(style.width, least_width + before) - before;
  std::string text;
  for (const auto& bin : bins) {
    const double share = static_cast<double>(bin.count) / static_cast<double>(most);
    auto bars = static_cast<std::size_t>(std::lround(share * static_cast<double>(columns)));
    if (bin.count > 0) bars = std::max<std::size_t>(bars, 1);
    auto line =
        fmt::format("{}{:>{}}{}{:>{}}{}", std::string(indent, ' '), bin.label, labels,
                    std::string(gap, ' '), show_count(bin.count), counts, std::string(gap, ' '));
    for (std::size_t i = 0; i < bars; ++i) line += signs(style).bar;
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace judge
