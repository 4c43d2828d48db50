#include "stats/distributions.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace judge {
namespace {

namespace policies = boost::math::policies;

/// NaN or infinity in place of an exception.
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>>;

using Normal = boost::math::normal_distribution<double, Quiet>;
using StudentsT = boost::math::students_t_distribution<double, Quiet>;
using Beta = boost::math::beta_distribution<double, Quiet>;
using Binomial = boost::math::binomial_distribution<double, Quiet>;

std::optional<double> finite(double x) {
  return std::isfinite(x) ? std::optional(x) : std::nullopt;
}

bool is_open_fraction(double p) {
  return p > 0 && p < 1;
}

}  // namespace

double normal_cdf(double z) {
  return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

std::optional<double> normal_quantile(double p) {
  if (!is_open_fraction(p)) return std::nullopt;
  return finite(quantile(Normal(), p));
}

std::optional<double> z_value(double level) {
  if (!is_open_fraction(level)) return std::nullopt;
  return finite(quantile(complement(Normal(), (1 - level) / 2)));
}

std::optional<double> t_value(double level, double df) {
  if (!is_open_fraction(level) || !(df > 0)) return std::nullopt;
  return finite(quantile(complement(StudentsT(df), (1 - level) / 2)));
}

std::optional<double> beta_quantile(double p, double a, double b) {
  if (!is_open_fraction(p) || !(a > 0) || !(b > 0)) return std::nullopt;
  return finite(quantile(Beta(a, b), p));
}

std::optional<double> t_p_value(double t, double df) {
  if (std::isnan(t) || !(df > 0)) return std::nullopt;
  if (std::isinf(t)) return 0;
  return finite(2 * cdf(complement(StudentsT(df), std::abs(t))));
}

double fair_binomial_cdf(std::uint64_t k, std::uint64_t n) {
  if (k >= n) return 1;
  return cdf(Binomial(static_cast<double>(n), 0.5), static_cast<double>(k));
}

}  // namespace judge
