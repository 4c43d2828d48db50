#pragma once

#include <cstdint>
#include <optional>

namespace judge {

/// Distribution functions by Boost.Math, whose errors end here: what is out of range or overflows
/// is nullopt. A `level` is the confidence of an interval, above 0 and below 1, such as 0.95.
double normal_cdf(double z);
std::optional<double> normal_quantile(double p);                    // 0 < p < 1
std::optional<double> z_value(double level);                        // 1.96 for 0.95
std::optional<double> t_value(double level, double df);             // df > 0, need not be whole
std::optional<double> beta_quantile(double p, double a, double b);  // a, b > 0
/// P(|T| ≥ |t|) for Student's t; an infinite t has 0.
std::optional<double> t_p_value(double t, double df);
/// P(X ≤ k) for X ~ Binomial(n, ½).
double fair_binomial_cdf(std::uint64_t k, std::uint64_t n);

}  // namespace judge
