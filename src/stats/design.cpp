#include "stats/design.hpp"

#include <algorithm>
#include <cmath>

#include "stats/distributions.hpp"

namespace judge {
namespace {

/// z_{α/2} + z_β
std::optional<double> quantiles(double alpha, double power) {
  const auto of_alpha = z_value(1 - alpha);
  const auto of_power = normal_quantile(power);
  // Less power than alpha would need no samples at all.
  if (!of_alpha || !of_power || *of_alpha + *of_power <= 0) return std::nullopt;
  return *of_alpha + *of_power;
}

bool is_variance(double x) {
  return std::isfinite(x) && x >= 0;
}

}  // namespace

double paired_variance(double between, EpochNoise a, EpochNoise b) {
  return between + a.within / a.epochs + b.within / b.epochs;
}

std::optional<std::uint64_t> samples_needed(double difference, double variance, double alpha,
                                            double power) {
  const auto z = quantiles(alpha, power);
  if (!z || !is_variance(variance) || !std::isfinite(difference) || difference == 0)
    return std::nullopt;
  const double n = std::ceil(*z * *z * variance / (difference * difference));
  if (!(n < 0x1p53)) return std::nullopt;
  return static_cast<std::uint64_t>(std::max(1.0, n));
}

std::optional<double> detectable_difference(std::uint64_t n, double variance, double alpha,
                                            double power) {
  const auto z = quantiles(alpha, power);
  if (!z || !is_variance(variance) || n == 0) return std::nullopt;
  return *z * std::sqrt(variance / static_cast<double>(n));
}

std::optional<double> power_to_detect(double difference, std::uint64_t n, double variance,
                                      double alpha) {
  const auto z = z_value(1 - alpha);
  if (!z || n == 0 || !is_variance(variance) || variance == 0 || !std::isfinite(difference))
    return std::nullopt;
  const double shift = std::abs(difference) * std::sqrt(static_cast<double>(n) / variance);
  return normal_cdf(shift - *z);
}

}  // namespace judge
