#include "stats/estimated.hpp"

#include <algorithm>
#include <cmath>

#include "stats/distributions.hpp"

namespace judge {
namespace {

std::optional<Estimated> estimated(double value, double standard_error,
                                   std::optional<double> quantile) {
  if (!quantile || !std::isfinite(value) || !std::isfinite(standard_error) || standard_error < 0)
    return std::nullopt;
  const double half = *quantile * standard_error;
  return Estimated{value, standard_error, {value - half, value + half}};
}

}  // namespace

std::optional<Estimated> estimated_by_t(double value, double standard_error, double df,
                                        double level) {
  return estimated(value, standard_error, t_value(level, df));
}

std::optional<Estimated> estimated_by_normal(double value, double standard_error, double level) {
  return estimated(value, standard_error, z_value(level));
}

bool all_finite(std::span<const double> values) {
  return std::ranges::all_of(values, [](double x) { return std::isfinite(x); });
}

}  // namespace judge
