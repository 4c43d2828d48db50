#include "report/numbers.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace judge {

std::string show_score(double value) {
  constexpr double smallest_with_exponent = 9999.5;
  if (std::abs(value) >= smallest_with_exponent) return fmt::format("{:.0f}", value);
  return fmt::format("{:.4g}", value);
}

std::string show_rate(double share) {
  return fmt::format("{:.1f} %", share * 100);
}

std::string show_bytes(std::uint64_t bytes) {
  constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 999.5 would be shown as 1000.
  for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  return fmt::format("{:.3g} {}", value, units[unit]);
}

}  // namespace judge
