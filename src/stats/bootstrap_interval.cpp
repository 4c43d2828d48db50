#include "stats/bootstrap_interval.hpp"

#include <algorithm>
#include <cmath>

#include "stats/distributions.hpp"

namespace judge {
namespace {

/// The share of replicates below the value, those equal to it counted half.
double share_below(std::span<const double> sorted, double value) {
  const auto equal = std::ranges::equal_range(sorted, value);
  const auto below = static_cast<double>(equal.begin() - sorted.begin());
  return (below + static_cast<double>(equal.size()) / 2) / static_cast<double>(sorted.size());
}

double acceleration(std::span<const double> jackknife) {
  const auto [least, most] = std::ranges::minmax(jackknife);
  if (least == most) return 0;
  double mean = 0;
  for (const double x : jackknife) mean += x / static_cast<double>(jackknife.size());
  double squares = 0, cubes = 0;
  for (const double x : jackknife) {
    squares += (mean - x) * (mean - x);
    cubes += (mean - x) * (mean - x) * (mean - x);
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

/// Where z's quantile really lies.
std::optional<double> corrected(double bias, double acceleration, double z) {
  const double shifted = bias + z;
  const double scale = 1 - acceleration * shifted;
  if (!(scale > 0)) return std::nullopt;
  return normal_cdf(bias + shifted / scale);
}

}  // namespace

double sorted_quantile(std::span<const double> sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), sorted.size() - 1);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

std::optional<Interval> percentile_interval(std::span<const double> sorted, double level) {
  if (sorted.empty() || !(level > 0 && level < 1)) return std::nullopt;
  return Interval{sorted_quantile(sorted, (1 - level) / 2),
                  sorted_quantile(sorted, (1 + level) / 2)};
}

std::optional<Interval> bca_interval(std::span<const double> sorted, double value,
                                     std::span<const double> jackknife, double level) {
  const auto z = z_value(level);
  if (sorted.empty() || jackknife.size() < 2 || !z) return std::nullopt;
  const auto bias = normal_quantile(share_below(sorted, value));
  const double a = acceleration(jackknife);
  if (!bias || !std::isfinite(a)) return std::nullopt;
  const auto low = corrected(*bias, a, -*z);
  const auto high = corrected(*bias, a, *z);
  if (!low || !high) return std::nullopt;
  return Interval{sorted_quantile(sorted, *low), sorted_quantile(sorted, *high)};
}

std::optional<BootstrapResult> bootstrap_result(double value,
                                                std::span<const std::optional<double>> replicates,
                                                std::span<const double> jackknife, double level) {
  std::vector<double> sorted;
  RunningMean spread;
  for (const auto& replicate : replicates) {
    if (!replicate || !std::isfinite(*replicate)) continue;
    sorted.push_back(*replicate);
    spread.add(*replicate);
  }
  std::ranges::sort(sorted);
  const auto percentile = percentile_interval(sorted, level);
  if (sorted.size() < 2 || !percentile || !std::isfinite(value)) return std::nullopt;
  return BootstrapResult{.value = value,
                         .standard_error = std::sqrt(*spread.variance()),
                         .percentile = *percentile,
                         .bca = bca_interval(sorted, value, jackknife, level),
                         .replicates = sorted.size(),
                         .undefined = replicates.size() - sorted.size()};
}

}  // namespace judge
