#include "stats/krippendorff.hpp"

#include <algorithm>
#include <cmath>

#include "stats/bootstrap.hpp"
#include "stats/estimated.hpp"

namespace judge {
namespace {

/// Σ over ordered pairs of (x − y)², for weighted points: 2(n·Σx² − (Σx)²), centred against
/// cancellation.
double squared_distances(std::span<const double> positions, std::span<const double> counts) {
  double n = 0, mean = 0, squares = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    n += counts[i];
    mean += counts[i] * positions[i];
  }
  mean /= n;
  for (std::size_t i = 0; i < counts.size(); ++i)
    squares += counts[i] * (positions[i] - mean) * (positions[i] - mean);
  return 2 * n * squares;
}

/// Ordered pairs that differ: n² − Σn_c².
double unequal_pairs(std::span<const double> counts) {
  double n = 0, equal = 0;
  for (const double count : counts) {
    n += count;
    equal += count * count;
  }
  return n * n - equal;
}

double unequal_pairs(std::span<const std::uint32_t> ascending) {
  const auto n = static_cast<double>(ascending.size());
  double equal = 0;
  for (auto first = ascending.begin(); first != ascending.end();) {
    const auto last = std::upper_bound(first, ascending.end(), *first);
    equal += static_cast<double>(last - first) * static_cast<double>(last - first);
    first = last;
  }
  return n * n - equal;
}

double squared_distances(std::span<const double> positions,
                         std::span<const std::uint32_t> ratings) {
  double mean = 0, squares = 0;
  const auto n = static_cast<double>(ratings.size());
  for (const auto rating : ratings) mean += positions[rating] / n;
  for (const auto rating : ratings)
    squares += (positions[rating] - mean) * (positions[rating] - mean);
  return 2 * n * squares;
}

}  // namespace

RatedUnits::RatedUnits(std::span<const std::vector<double>> units) {
  for (const auto& unit : units) {
    finite_ = finite_ && all_finite(unit);
    if (unit.size() > 1) values_.insert(values_.end(), unit.begin(), unit.end());
  }
  if (!finite_) values_.clear();
  std::ranges::sort(values_);
  const auto repeated = std::ranges::unique(values_);
  values_.erase(repeated.begin(), repeated.end());
  for (const auto& unit : units) {
    if (unit.size() < 2 || !finite_) continue;
    for (const double rating : unit)
      ratings_.push_back(
          static_cast<std::uint32_t>(std::ranges::lower_bound(values_, rating) - values_.begin()));
    std::sort(ratings_.begin() + static_cast<std::ptrdiff_t>(starts_.back()), ratings_.end());
    starts_.push_back(ratings_.size());
  }
}

/// Where each value lies, so that the distance of two is the square of what is between them.
std::vector<double> RatedUnits::positions(AlphaMetric metric,
                                          std::span<const double> counts) const {
  if (metric != AlphaMetric::ordinal) return values_;
  std::vector<double> ranks(counts.size());
  double before = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ranks[i] = before + counts[i] / 2;
    before += counts[i];
  }
  return ranks;
}

std::optional<Alpha> RatedUnits::alpha(AlphaMetric metric) const {
  return alpha(metric, std::vector<std::uint32_t>(size(), 1));
}

std::optional<Alpha> RatedUnits::alpha(AlphaMetric metric,
                                       std::span<const std::uint32_t> weights) const {
  const auto unit = [&](std::size_t u) {
    return std::span(ratings_).subspan(starts_[u], starts_[u + 1] - starts_[u]);
  };
  Alpha result;
  std::vector<double> counts(values_.size());
  for (std::size_t u = 0; u < size(); ++u) {
    if (weights[u] == 0) continue;
    result.units += weights[u];
    result.ratings += weights[u] * unit(u).size();
    for (const auto rating : unit(u)) counts[rating] += weights[u];
  }
  const auto n = static_cast<double>(result.ratings);
  const auto places = positions(metric, counts);
  const bool nominal = metric == AlphaMetric::nominal;
  for (std::size_t u = 0; u < size(); ++u) {
    if (weights[u] == 0) continue;
    const double apart = nominal ? unequal_pairs(unit(u)) : squared_distances(places, unit(u));
    result.observed += weights[u] * apart / (static_cast<double>(unit(u).size() - 1) * n);
  }
  result.expected =
      (nominal ? unequal_pairs(counts) : squared_distances(places, counts)) / (n * (n - 1));
  const auto used = std::ranges::count_if(counts, [](double count) { return count > 0; });
  result.alpha = 1 - result.observed / result.expected;
  if (used < 2 || !std::isfinite(result.alpha)) return std::nullopt;
  return result;
}

std::optional<BootstrapResult> RatedUnits::interval(AlphaMetric metric,
                                                    const BootstrapPlan& plan) const {
  const auto statistic = [&](std::span<const std::uint32_t> weights) {
    return alpha(metric, weights).transform([](const Alpha& a) { return a.alpha; });
  };
  return bootstrap(size(), statistic, plan);
}

}  // namespace judge
