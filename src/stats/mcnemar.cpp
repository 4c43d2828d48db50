#include "stats/mcnemar.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "stats/distributions.hpp"

namespace judge {

Discordant discordant(std::span<const double> first, std::span<const double> second) {
  assert(first.size() == second.size());
  Discordant counts;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const bool yes_first = first[i] != 0, yes_second = second[i] != 0;
    if (yes_first && !yes_second) ++counts.only_first;
    if (yes_second && !yes_first) ++counts.only_second;
  }
  return counts;
}

double mcnemar_exact(const Discordant& counts) {
  const auto fewer = std::min(counts.only_first, counts.only_second);
  return std::min(1.0, 2 * fair_binomial_cdf(fewer, counts.total()));
}

}  // namespace judge
