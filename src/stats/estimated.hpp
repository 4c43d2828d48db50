#pragma once

#include <optional>
#include <span>

#include "stats/mean.hpp"

namespace judge {

/// A value with its standard error and interval, all in the value's own unit.
struct Estimated {
  double value = 0;
  double standard_error = 0;
  Interval interval;
};

/// value ± quantile · standard_error, the quantile from Student's t or the normal distribution.
/// nullopt where a number is not finite, the standard error negative, df ≤ 0, or `level` outside
/// (0, 1).
std::optional<Estimated> estimated_by_t(double value, double standard_error, double df,
                                        double level);
std::optional<Estimated> estimated_by_normal(double value, double standard_error, double level);

bool all_finite(std::span<const double> values);

}  // namespace judge
