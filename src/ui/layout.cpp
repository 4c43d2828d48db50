#include "ui/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "ui/figures.hpp"

namespace judge {
namespace {

constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view gap = "  ";

struct Part {
  std::string text;
  int rank;  // 0 stays longest
  std::string_view paint = {};
};

bool starts_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

// All characters shown here are one column wide.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_code_point));
}

std::size_t width(const std::vector<Part>& parts) {
  std::size_t sum = parts.empty() ? 0 : (parts.size() - 1) * gap.size();
  for (const auto& part : parts) sum += width(part.text);
  return sum;
}

void cut(std::string& text, std::size_t columns) {
  std::size_t seen = 0;
  const auto end = std::ranges::find_if(
      text, [&](char byte) { return starts_code_point(byte) && seen++ == columns; });
  text.erase(end, text.end());
}

BarLine fit(std::vector<Part> parts, std::size_t columns, bool color) {
  while (parts.size() > 1 && width(parts) > columns)
    parts.erase(std::ranges::max_element(parts, {}, &Part::rank));
  if (parts.size() == 1) cut(parts.front().text, columns);
  BarLine line{{}, width(parts)};
  for (const auto& part : parts) {
    if (!line.text.empty()) line.text += gap;
    const bool painted = color && !part.paint.empty();
    if (painted) line.text += part.paint;
    line.text += part.text;
    if (painted) line.text += reset;
  }
  return line;
}

// Its length depends on the terminal alone: one that filled the room left over would jump about
// with every digit beside it.
std::string bar(const Snapshot& now, std::size_t columns) {
  constexpr std::array eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto share =
      static_cast<double>(std::min(now.done, now.total)) / static_cast<double>(now.total);
  const auto cells = std::clamp<std::size_t>(columns / 5, 8, 40);
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(cells * 8));
  std::string text = "[";
  for (std::size_t i = 0; i < filled / 8; ++i) text += "█";
  text += eighths[filled % 8];
  text.append(cells - (filled + 7) / 8, ' ');
  return text + "]";
}

std::vector<Part> progress_parts(const Snapshot& now, const Pace& pace, std::size_t columns) {
  constexpr std::size_t narrowest_with_bar = 39;
  const auto total = show_count(now.total);
  std::vector<Part> parts;
  if (now.stage != "running") parts.push_back({std::string(now.stage), 1, yellow});
  parts.push_back({fmt::format("{:>{}}/{}", show_count(now.done), total.size(), total), 0});
  parts.push_back({fmt::format("{:>6}", show_percent(now.done, now.total)), 2});
  if (columns >= narrowest_with_bar) parts.push_back({bar(now, columns), 4, cyan});
  if (pace.per_second) parts.push_back({show_per_second(*pace.per_second), 5});
  if (now.limit > 0) parts.push_back({fmt::format("{}/{} in flight", now.in_flight, now.limit), 6});
  if (pace.left) parts.push_back({show_duration(*pace.left) + " left", 3});
  return parts;
}

std::vector<Part> outcome_parts(const Snapshot& now) {
  std::vector<Part> parts;
  parts.push_back({"scored " + show_count(now.scored), 1, now.scored > 0 ? green : ""});
  const bool unscored = now.unscored > 0;
  parts.push_back(
      {"unscored " + show_count(now.unscored), unscored ? 2 : 5, unscored ? yellow : ""});
  const bool failed = now.failed > 0;
  parts.push_back({"failed " + show_count(now.failed), failed ? 0 : 6, failed ? red : ""});
  if (now.mean) parts.push_back({"mean " + show_steady(*now.mean), 3});
  if (const auto cost = show_cost(now); !cost.empty()) parts.push_back({cost, 4});
  if (now.retries > 0) parts.push_back({show_count(now.retries) + " retries", 8});
  if (now.rate_limited > 0) parts.push_back({show_count(now.rate_limited) + " x 429", 7, yellow});
  if (now.input_tokens > 0 || now.output_tokens > 0)
    parts.push_back(
        {fmt::format("{} in, {} out", show_short(now.input_tokens), show_short(now.output_tokens)),
         9});
  return parts;
}

std::vector<Part> stage_parts(const Snapshot& now) {
  std::vector<Part> parts{{std::string(now.stage), 0}};
  if (now.done > 0) parts.push_back({show_count(now.done) + " done", 1});
  if (now.elapsed >= std::chrono::seconds(1)) parts.push_back({show_duration(now.elapsed), 2});
  return parts;
}

}  // namespace

std::vector<BarLine> bar_lines(const Snapshot& snapshot, const Pace& pace, std::size_t columns,
                               bool color) {
  if (snapshot.total == 0) return {fit(stage_parts(snapshot), columns, color)};
  return {fit(progress_parts(snapshot, pace, columns), columns, color),
          fit(outcome_parts(snapshot), columns, color)};
}

}  // namespace judge
