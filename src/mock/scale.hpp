#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace judge::mock {

/// The numbers a verdict may be. Whole ones only, where the bounds are and lie 2 apart or more.
struct Scale {
  double low = 1, high = 10;

  bool whole() const;
  /// Where `quality` in [0, 1] falls; whole, or rounded to two decimals, and never outside.
  double at(double quality) const;
};

/// A number as a person writes it: "7", "0.85".
std::string show_number(double value);

/// The scale that instructions name: "from 1 to 10", "1-10", "1–10", "between 0 and 1", "[1, 5]".
std::optional<Scale> find_scale(std::string_view instructions);

}  // namespace judge::mock
