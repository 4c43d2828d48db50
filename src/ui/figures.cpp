#include "ui/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"

namespace judge {

std::string show_per_second(double rate) {
  if (rate >= 100) return show_count(static_cast<std::uint64_t>(std::llround(rate))) + "/s";
  return rate >= 1 || rate == 0 ? fmt::format("{:.1f}/s", rate) : fmt::format("{:.2g}/s", rate);
}

std::string show_percent(std::uint64_t done, std::uint64_t total) {
  const double share = static_cast<double>(std::min(done, total)) / static_cast<double>(total);
  return fmt::format("{:.1f} %", std::floor(share * 1000) / 10);
}

std::string show_steady(double value) {
  const double size = std::abs(value);
  return fmt::format("{:.{}f}", value, size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0);
}

std::string show_short(std::int64_t count) {
  constexpr std::array units{"", "k", "M", "G", "T", "P", "E"};
  double value = static_cast<double>(count);
  std::size_t unit = 0;
  // 999.5 would be shown as 1000.
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  const int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", value, digits, units[unit]);
}

std::string show_cost(const Snapshot& snapshot) {
  if (!snapshot.cost_usd) return snapshot.cost_partial ? "cost unknown" : "";
  return (snapshot.cost_partial ? "at least " : "") + show_usd(*snapshot.cost_usd);
}

}  // namespace judge
