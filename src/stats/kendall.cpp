#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "stats/correlation.hpp"
#include "stats/estimated.hpp"

namespace judge {
namespace {

using Pair = std::pair<double, double>;

/// Pairs of neighbours' runs: Σ t(t − 1)/2 over the runs of equal elements.
template <class Same>
std::uint64_t tied_pairs(const std::vector<Pair>& pairs, Same same) {
  std::uint64_t tied = 0, run = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    run = i > 0 && same(pairs[i - 1], pairs[i]) ? run + 1 : 0;
    tied += run;
  }
  return tied;
}

/// Sorts by y; returns how many pairs were in the wrong order.
std::uint64_t sort_by_y(std::span<Pair> pairs, std::span<Pair> scratch) {
  if (pairs.size() < 2) return 0;
  const std::size_t half = pairs.size() / 2;
  std::uint64_t swaps = sort_by_y(pairs.first(half), scratch.first(half)) +
                        sort_by_y(pairs.subspan(half), scratch.subspan(half));
  std::size_t left = 0, right = half;
  for (auto& next : scratch) {
    const bool from_right =
        left == half || (right < pairs.size() && pairs[right].second < pairs[left].second);
    if (from_right) swaps += half - left;
    next = pairs[from_right ? right++ : left++];
  }
  std::ranges::copy(scratch, pairs.begin());
  return swaps;
}

}  // namespace

std::optional<double> kendall(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size() || x.size() < 2 || !all_finite(x) || !all_finite(y)) return std::nullopt;
  std::vector<Pair> pairs(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) pairs[i] = {x[i], y[i]};
  std::ranges::sort(pairs);
  const std::uint64_t all = static_cast<std::uint64_t>(x.size()) * (x.size() - 1) / 2;
  const auto tied_x =
      tied_pairs(pairs, [](const Pair& a, const Pair& b) { return a.first == b.first; });
  const auto tied_both = tied_pairs(pairs, std::equal_to<>());
  std::vector<Pair> scratch(pairs.size());
  const auto discordant = sort_by_y(pairs, scratch);
  const auto tied_y =
      tied_pairs(pairs, [](const Pair& a, const Pair& b) { return a.second == b.second; });
  if (tied_x == all || tied_y == all) return std::nullopt;
  const auto compared = static_cast<double>(all - tied_x - tied_y + tied_both);
  const double tau =
      (compared - 2 * static_cast<double>(discordant)) /
      (std::sqrt(static_cast<double>(all - tied_x)) * std::sqrt(static_cast<double>(all - tied_y)));
  return std::clamp(tau, -1.0, 1.0);
}

}  // namespace judge
