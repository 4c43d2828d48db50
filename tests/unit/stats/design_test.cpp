#include "stats/design.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"
#include "stats/mean.hpp"

using namespace judge;
using doctest::Approx;

TEST_CASE("half a standard deviation takes 32 pairs at 5% and power 80%") {
  // (1.959964 + 0.841621)²/0.25 = 31.3955
  CHECK(*samples_needed(0.5, 1, 0.05, 0.8) == 32);
  CHECK(*samples_needed(-0.5, 1, 0.05, 0.8) == 32);
}

TEST_CASE("what n samples can show") {
  // scipy.stats 1.10: (norm.ppf(.975) + norm.ppf(.8))·√(.09/400); norm.cdf(.03·√(500/.09) − 1.96)
  CHECK(*detectable_difference(400, 0.09, 0.05, 0.8) == Approx(0.042023778271694526));
  CHECK(*power_to_detect(0.03, 500, 0.09, 0.05) == Approx(0.6087659030488963));
}

TEST_CASE("needed, detectable and power agree with one another") {
  for (const double difference : {0.01, 0.02, 0.1}) {
    const auto n = *samples_needed(difference, 0.25, 0.01, 0.9);
    CHECK(*detectable_difference(n, 0.25, 0.01, 0.9) <= difference);
    CHECK(*detectable_difference(n - 1, 0.25, 0.01, 0.9) > difference);
    CHECK(*power_to_detect(difference, n, 0.25, 0.01) >= 0.9);
  }
}

TEST_CASE("more epochs take the noise out, not what samples differ in") {
  CHECK(paired_variance(0.1, {0.2, 1}, {0.3, 1}) == Approx(0.6));
  CHECK(paired_variance(0.1, {0.2, 4}, {0.3, 2}) == Approx(0.3));
}

TEST_CASE("no design for what cannot be") {
  CHECK_FALSE(samples_needed(0, 1, 0.05, 0.8));
  CHECK_FALSE(samples_needed(0.1, -1, 0.05, 0.8));
  CHECK_FALSE(samples_needed(0.1, 1, 0, 0.8));
  CHECK_FALSE(samples_needed(0.1, 1, 0.05, 1));
  CHECK_FALSE(samples_needed(1e-12, 1, 0.05, 0.8));
  CHECK_FALSE(samples_needed(NAN, 1, 0.05, 0.8));
  CHECK_FALSE(detectable_difference(0, 1, 0.05, 0.8));
  CHECK_FALSE(power_to_detect(0.1, 100, 0, 0.05));
  CHECK(*samples_needed(0.1, 0, 0.05, 0.8) == 1);
  CHECK(*detectable_difference(10, 0, 0.05, 0.8) == 0);
}

TEST_CASE("the power promised is the power had") {
  const auto n = *samples_needed(0.4, 1, 0.05, 0.8);
  const double found = share_of(500, [&](PhiloxStream& random) {
    const auto mean = running_mean(normals(random, n));
    return std::abs(*mean.mean() + 0.4) / *mean.standard_error() > 1.96;
  });
  CHECK(std::abs(found - 0.8) < 0.06);
}
