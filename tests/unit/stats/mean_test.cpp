#include "stats/mean.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace judge;
using doctest::Approx;

namespace {

RunningMean mean_of(std::initializer_list<double> values) {
  RunningMean mean;
  for (const double value : values) mean.add(value);
  return mean;
}

}  // namespace

TEST_CASE("mean, variance and standard error of known numbers") {
  const auto values = mean_of({2, 4, 4, 4, 5, 5, 7, 9});
  CHECK(values.n() == 8);
  CHECK(*values.mean() == Approx(5));
  CHECK(*values.variance() == Approx(32.0 / 7));
  CHECK(*values.standard_error() == Approx(std::sqrt(32.0 / 7 / 8)));
}

TEST_CASE("a large offset does not spoil the variance") {
  const auto values = mean_of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
  CHECK(*values.variance() == Approx(30).epsilon(1e-9));
}

TEST_CASE("what too few numbers cannot tell is absent") {
  CHECK_FALSE(mean_of({}).mean());
  CHECK(*mean_of({3}).mean() == 3);
  CHECK_FALSE(mean_of({3}).variance());
  CHECK_FALSE(mean_of({3}).standard_error());
  CHECK_FALSE(t_interval(mean_of({}), 0.95));
  CHECK_FALSE(t_interval(mean_of({3}), 0.95));
  CHECK_FALSE(wilson_interval(0, 0, 0.95));
  CHECK_FALSE(clopper_pearson_interval(0, 0, 0.95));
}

TEST_CASE("the t interval has the table's quantiles") {
  // t(0.975; 1) = 12.706, t(0.975; 4) = 2.7764, t(0.995; 4) = 4.6041
  const auto two = *t_interval(mean_of({0, 2}), 0.95);
  CHECK(two.high == Approx(1 + 12.7062).epsilon(1e-5));
  CHECK(two.low == Approx(1 - 12.7062).epsilon(1e-5));
  const auto values = mean_of({1, 2, 3, 4, 5});
  const double error = std::sqrt(2.5 / 5);
  CHECK(t_interval(values, 0.95)->high == Approx(3 + 2.776445 * error).epsilon(1e-6));
  CHECK(t_interval(values, 0.99)->low == Approx(3 - 4.604095 * error).epsilon(1e-6));
}

TEST_CASE("equal numbers have an interval without width") {
  const auto interval = *t_interval(mean_of({7, 7, 7}), 0.95);
  CHECK(interval.low == 7);
  CHECK(interval.high == 7);
}

TEST_CASE("Wilson's interval has the published values") {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  const auto check = [](std::uint64_t successes, std::uint64_t n, double low, double high) {
    const auto interval = *wilson_interval(successes, n, 0.95);
    CHECK(std::abs(interval.low - low) < 5e-5);
    CHECK(std::abs(interval.high - high) < 5e-5);
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0000, 0.1611);
  check(1, 29, 0.0061, 0.1718);
}

TEST_CASE("Wilson's interval stays within 0 and 1 and mirrors") {
  CHECK(wilson_interval(0, 20, 0.95)->low == 0);
  CHECK(wilson_interval(20, 20, 0.95)->high == 1);
  const auto few = *wilson_interval(3, 10, 0.95);
  const auto many = *wilson_interval(7, 10, 0.95);
  CHECK(few.low == Approx(1 - many.high));
  CHECK(few.high == Approx(1 - many.low));
}

TEST_CASE("what makes no sense has no interval") {
  for (const double level : {0.0, 1.0, -0.5, std::nan("")}) {
    CHECK_FALSE(t_interval(mean_of({1, 2, 3}), level));
    CHECK_FALSE(wilson_interval(1, 2, level));
    CHECK_FALSE(clopper_pearson_interval(1, 2, level));
  }
  CHECK_FALSE(wilson_interval(3, 2, 0.95));
  CHECK_FALSE(clopper_pearson_interval(3, 2, 0.95));
  CHECK_FALSE(t_interval(mean_of({1, std::nan("")}), 0.95));
}

TEST_CASE("merged halves are the whole") {
  auto first = mean_of({2, 4, 4, 4}), second = mean_of({5, 5, 7, 9});
  first.merge(second);
  first.merge(RunningMean());
  CHECK(first.n() == 8);
  CHECK(*first.mean() == Approx(5));
  CHECK(*first.variance() == Approx(32.0 / 7));
  RunningMean empty;
  empty.merge(second);
  CHECK(*empty.mean() == Approx(6.5));
  CHECK(*empty.variance() == Approx(*second.variance()));
}

TEST_CASE("Clopper and Pearson's interval has the published values") {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 5.
  const auto check = [](std::uint64_t successes, std::uint64_t n, double low, double high) {
    const auto interval = *clopper_pearson_interval(successes, n, 0.95);
    CHECK(std::abs(interval.low - low) < 5e-5);
    CHECK(std::abs(interval.high - high) < 5e-5);
  };
  check(81, 263, 0.2527, 0.3676);
  check(15, 148, 0.0578, 0.1617);
  check(0, 20, 0.0000, 0.1684);
  check(1, 29, 0.0009, 0.1776);
  CHECK(clopper_pearson_interval(29, 29, 0.95)->high == 1);
}

TEST_CASE("Clopper and Pearson's interval covers whatever the rate") {
  const std::uint64_t n = 15;
  for (double p = 0.02; p < 1; p += 0.02) {
    double covered = 0, chance = std::pow(1 - p, n);  // P(k successes)
    for (std::uint64_t k = 0; k <= n; ++k) {
      const auto interval = *clopper_pearson_interval(k, n, 0.9);
      if (interval.low <= p && p <= interval.high) covered += chance;
      chance *= static_cast<double>(n - k) / static_cast<double>(k + 1) * p / (1 - p);
    }
    CHECK(covered >= 0.9);
  }
}
