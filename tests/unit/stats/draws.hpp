#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "stats/philox.hpp"

namespace judge {

/// Standard normal, by Box and Muller (1958).
inline double normal(PhiloxStream& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

inline std::vector<double> normals(PhiloxStream& random, std::size_t n) {
  std::vector<double> values(n);
  for (double& value : values) value = normal(random);
  return values;
}

/// How many of `runs` simulations hold, as a share; `holds` gets the random numbers of its own run.
template <class Holds>
double share_of(std::uint64_t runs, Holds holds) {
  std::uint64_t held = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    PhiloxStream random(20240607, run);
    if (holds(random)) ++held;
  }
  return static_cast<double>(held) / static_cast<double>(runs);
}

}  // namespace judge
