#include "stats/distributions.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace judge;
using doctest::Approx;

TEST_CASE("distribution functions have the tables' values") {
  // scipy.stats 1.10: norm.ppf, t.ppf, t.sf, beta.ppf, binom.cdf.
  CHECK(*normal_quantile(0.9) == Approx(1.2815515655446004));
  CHECK(*z_value(0.95) == Approx(1.959963984540054));
  CHECK(normal_cdf(1.959963984540054) == Approx(0.975));
  CHECK(*t_value(0.95, 4) == Approx(2.7764451051977934));
  CHECK(*t_p_value(2.5, 7.3) == Approx(0.039650234665600415));
  CHECK(*t_p_value(-2.5, 7.3) == Approx(0.039650234665600415));
  CHECK(*beta_quantile(0.1, 2, 5) == Approx(0.09259525891312873));
  CHECK(fair_binomial_cdf(3, 10) == Approx(0.171875));
}

TEST_CASE("what is out of range has no value and throws nothing") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double p : {0.0, 1.0, -1.0, 2.0, nan, infinity}) {
    CHECK_FALSE(normal_quantile(p));
    CHECK_FALSE(z_value(p));
    CHECK_FALSE(t_value(p, 5));
    CHECK_FALSE(beta_quantile(p, 1, 1));
  }
  CHECK_FALSE(t_value(0.95, 0));
  CHECK_FALSE(t_value(0.95, nan));
  CHECK_FALSE(t_value(0.95, 1e-3));  // overflows
  CHECK_FALSE(t_p_value(nan, 5));
  CHECK_FALSE(beta_quantile(0.5, 0, 1));
  CHECK(*t_p_value(infinity, 5) == 0);
  CHECK(fair_binomial_cdf(0, 0) == 1);
}

TEST_CASE("Student's t becomes the normal distribution") {
  CHECK(*t_value(0.95, 1e9) == Approx(*z_value(0.95)).epsilon(1e-6));
}
