#include "stats/correlation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/distributions.hpp"
#include "stats/estimated.hpp"

namespace judge {
namespace {

bool usable(std::span<const double> x, std::span<const double> y) {
  return x.size() == y.size() && x.size() > 1 && all_finite(x) && all_finite(y);
}

double mean(std::span<const double> x) {
  double result = 0;
  for (const double value : x) result += value / static_cast<double>(x.size());
  return result;
}

bool varies(std::span<const double> x) {
  const auto [least, most] = std::ranges::minmax(x);
  return least != most;
}

std::optional<Interval> fisher_interval(double r, double variance, double level) {
  const auto z = z_value(level);
  if (!z || !(std::abs(r) <= 1)) return std::nullopt;
  if (std::abs(r) == 1) return Interval{r, r};
  const double half = *z * std::sqrt(variance);
  return Interval{std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

}  // namespace

std::optional<double> pearson(std::span<const double> x, std::span<const double> y) {
  if (!usable(x, y) || !varies(x) || !varies(y)) return std::nullopt;
  const double mean_x = mean(x), mean_y = mean(y);
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - mean_x, dy = y[i] - mean_y;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const double r = xy / (std::sqrt(xx) * std::sqrt(yy));
  if (!std::isfinite(r)) return std::nullopt;
  return std::clamp(r, -1.0, 1.0);
}

std::vector<double> mid_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    // Ranks first + 1 to last.
    for (std::size_t i = first; i < last; ++i)
      ranks[order[i]] = static_cast<double>(first + 1 + last) / 2;
    first = last;
  }
  return ranks;
}

std::optional<double> spearman(std::span<const double> x, std::span<const double> y) {
  if (!usable(x, y)) return std::nullopt;
  return pearson(mid_ranks(x), mid_ranks(y));
}

std::optional<Interval> pearson_interval(double r, std::uint64_t n, double level) {
  if (n < 4) return std::nullopt;
  return fisher_interval(r, 1 / static_cast<double>(n - 3), level);
}

std::optional<Interval> spearman_interval(double r, std::uint64_t n, double level) {
  if (n < 4) return std::nullopt;
  return fisher_interval(r, (1 + r * r / 2) / static_cast<double>(n - 3), level);
}

std::optional<Interval> kendall_interval(double tau, std::uint64_t n, double level) {
  if (n < 5) return std::nullopt;
  return fisher_interval(tau, 0.437 / static_cast<double>(n - 4), level);
}

}  // namespace judge
