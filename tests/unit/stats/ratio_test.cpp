#include "stats/ratio.hpp"

#include <doctest/doctest.h>

#include "stats/mean.hpp"

using namespace judge;

TEST_CASE("a ratio is the sum of one over the sum of the other") {
  RunningRatio ratio;
  ratio.add(100, 25);
  ratio.add(300, 60);
  CHECK(*ratio.ratio() == doctest::Approx(85.0 / 400));
}

TEST_CASE("of exact proportion the projection is exact") {
  RunningRatio ratio;
  for (int i = 1; i <= 40; ++i) ratio.add(i * 4, i);
  const auto total = ratio.project(10, 4000, 0.95);
  CHECK(total->expected == doctest::Approx(1000));
  CHECK(total->low == doctest::Approx(1000));
  CHECK(total->high == doctest::Approx(1000));
}

TEST_CASE("with x = 1 and many to come it is the t interval of the mean, scaled") {
  RunningRatio ratio;
  RunningMean mean;
  for (int i = 0; i < 50; ++i) {
    ratio.add(1, i % 7);
    mean.add(i % 7);
  }
  const double n = 1e9;
  const auto total = ratio.project(n, n, 0.95);
  const auto interval = t_interval(mean, 0.95);
  CHECK(total->expected / n == doctest::Approx(*mean.mean()));
  CHECK(total->low / n == doctest::Approx(interval->low).epsilon(1e-4));
  CHECK(total->high / n == doctest::Approx(interval->high).epsilon(1e-4));
}

TEST_CASE("few to come vary more than the mean does") {
  RunningRatio ratio;
  for (int i = 0; i < 5000; ++i) ratio.add(1, i % 2 ? 0 : 100);
  const auto one = ratio.project(1, 1, 0.95);
  CHECK(one->high == doctest::Approx(50 + 1.96 * 50).epsilon(0.01));
  CHECK(one->low == 0);
}

TEST_CASE("one pair tells nothing of spread, and none nothing at all") {
  RunningRatio ratio;
  CHECK_FALSE(ratio.ratio());
  ratio.add(2, 1);
  CHECK_FALSE(ratio.project(1, 1, 0.95));
}
