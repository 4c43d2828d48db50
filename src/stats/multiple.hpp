#pragma once

#include <optional>
#include <span>
#include <vector>

namespace judge {

/// p-values of m comparisons made together, adjusted so that each may be held against alpha; in the
/// order given, none above 1 and none below the unadjusted one. nullopt if one is not in [0, 1].

/// Controls the chance of any false finding (Holm 1979): max_{j≤i} (m − j + 1)·p_(j).
std::optional<std::vector<double>> holm(std::span<const double> p);

/// Controls the expected share of false findings among the findings (Benjamini, Hochberg 1995):
/// min_{j≥i} m·p_(j)/j.
std::optional<std::vector<double>> benjamini_hochberg(std::span<const double> p);

}  // namespace judge
