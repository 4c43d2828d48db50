#pragma once

#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

#include "base/random.hpp"

namespace judge::mock {

/// The whole text as a finite decimal number.
inline std::optional<double> read_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// Standard normal, by Box and Muller (1958).
inline double normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

}  // namespace judge::mock
