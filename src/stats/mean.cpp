#include "stats/mean.hpp"

#include <cmath>

#include "stats/distributions.hpp"
#include "stats/estimated.hpp"

namespace judge {

void RunningMean::add(double x) {
  ++n_;
  const double before = x - mean_;
  mean_ += before / static_cast<double>(n_);
  m2_ += before * (x - mean_);
}

void RunningMean::merge(const RunningMean& other) {
  if (other.n_ == 0) return;
  const auto before = static_cast<double>(n_);
  n_ += other.n_;
  const double share = static_cast<double>(other.n_) / static_cast<double>(n_);
  const double apart = other.mean_ - mean_;
  mean_ += apart * share;
  m2_ += other.m2_ + apart * apart * before * share;
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

RunningMean running_mean(std::span<const double> values) {
  RunningMean result;
  for (const double value : values) result.add(value);
  return result;
}

std::optional<Interval> t_interval(const RunningMean& values, double level) {
  const auto error = values.standard_error();
  if (!error) return std::nullopt;
  return estimated_by_t(*values.mean(), *error, static_cast<double>(values.n() - 1), level)
      .transform([](const Estimated& mean) { return mean.interval; });
}

std::optional<Interval> wilson_interval(std::uint64_t successes, std::uint64_t n, double level) {
  const auto quantile = z_value(level);
  if (n == 0 || successes > n || !quantile) return std::nullopt;
  const double z = *quantile;
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

std::optional<Interval> clopper_pearson_interval(std::uint64_t successes, std::uint64_t n,
                                                 double level) {
  if (n == 0 || successes > n || !(level > 0 && level < 1)) return std::nullopt;
  const auto k = static_cast<double>(successes);
  const auto rest = static_cast<double>(n - successes);
  const double tail = (1 - level) / 2;
  const std::optional<double> low = successes == 0 ? 0.0 : beta_quantile(tail, k, rest + 1);
  const std::optional<double> high = successes == n ? 1.0 : beta_quantile(1 - tail, k + 1, rest);
  if (!low || !high) return std::nullopt;
  return Interval{*low, *high};
}

}  // namespace judge
