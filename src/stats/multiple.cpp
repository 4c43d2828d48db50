#include "stats/multiple.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace judge {
namespace {

bool are_probabilities(std::span<const double> p) {
  return std::ranges::all_of(p, [](double x) { return x >= 0 && x <= 1; });
}

/// Places of p from the smallest to the largest.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
  return order;
}

}  // namespace

std::optional<std::vector<double>> holm(std::span<const double> p) {
  if (!are_probabilities(p)) return std::nullopt;
  const auto order = ascending(p);
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (std::size_t j = 0; j < order.size(); ++j) {
    largest = std::max(largest, static_cast<double>(order.size() - j) * p[order[j]]);
    adjusted[order[j]] = std::min(1.0, largest);
  }
  return adjusted;
}

std::optional<std::vector<double>> benjamini_hochberg(std::span<const double> p) {
  if (!are_probabilities(p)) return std::nullopt;
  const auto order = ascending(p);
  const auto m = static_cast<double>(p.size());
  std::vector<double> adjusted(p.size());
  double smallest = 1;
  for (std::size_t j = order.size(); j-- > 0;) {
    smallest = std::min(smallest, p[order[j]] * (m / static_cast<double>(j + 1)));
    adjusted[order[j]] = smallest;
  }
  return adjusted;
}

}  // namespace judge
