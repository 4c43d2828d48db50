#include "stats/mean.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace judge {
namespace {

/// The quantile that leaves half of what `level` leaves out above it.
template <class Distribution>
double two_sided(const Distribution& distribution, double level) {
  return quantile(complement(distribution, (1 - level) / 2));
}

}  // namespace

void RunningMean::add(double x) {
  ++n_;
  const double before = x - mean_;
  mean_ += before / static_cast<double>(n_);
  m2_ += before * (x - mean_);
}

std::optional<double> RunningMean::mean() const {
  return n_ > 0 ? std::optional(mean_) : std::nullopt;
}

std::optional<double> RunningMean::variance() const {
  return n_ > 1 ? std::optional(m2_ / static_cast<double>(n_ - 1)) : std::nullopt;
}

std::optional<double> RunningMean::standard_error() const {
  return variance().transform(
      [this](double variance) { return std::sqrt(variance / static_cast<double>(n_)); });
}

std::optional<Interval> t_interval(const RunningMean& values, double level) {
  const auto error = values.standard_error();
  if (!error) return std::nullopt;
  const boost::math::students_t distribution(static_cast<double>(values.n() - 1));
  const double half = two_sided(distribution, level) * *error;
  return Interval{*values.mean() - half, *values.mean() + half};
}

std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t n, double level) {
  if (n == 0) return std::nullopt;
  const double z = two_sided(boost::math::normal(), level);
  const auto count = static_cast<double>(n);
  const double p = static_cast<double>(successes) / count;
  const double z2 = z * z;
  const double centre = p + z2 / (2 * count);
  const double half = z * std::sqrt(p * (1 - p) / count + z2 / (4 * count * count));
  const double scale = 1 + z2 / count;
  // At p = 0 and p = 1 an end is exactly 0 or 1, but for rounding.
  return Interval{successes == 0 ? 0 : (centre - half) / scale,
                  successes == n ? 1 : (centre + half) / scale};
}

}  // namespace judge
