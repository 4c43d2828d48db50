#include "stats/difference.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

const std::vector<double> a{0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 1, 0.2, 0.55, 0.75};
const std::vector<double> b{0.7, 0.5, 0.6, 0.5, 0.35, 0.4, 0.9, 0.1, 0.6, 0.5};
const std::vector<std::uint32_t> clusters{0, 0, 1, 1, 1, 2, 2, 3, 3, 4};

}  // namespace

TEST_CASE("a paired difference is that of scipy's ttest_rel") {
  const auto result = *paired_difference(a, b, 0.95);
  CHECK(result.n == 10);
  CHECK(result.df == 9);
  CHECK(result.difference.value == Approx(0.105));
  CHECK(result.difference.standard_error == Approx(0.04310839052125854));
  CHECK(result.sd == Approx(0.04310839052125854 * std::sqrt(10)));
  CHECK(*result.p == Approx(0.03762782804131136));
  CHECK(result.difference.interval.low == Approx(0.007482045608099147));
  CHECK(result.difference.interval.high == Approx(0.2025179543919009));
}

TEST_CASE("a clustered one is a cluster-robust regression on a constant") {
  // statsmodels 0.13 OLS(a - b, 1).fit(cov_type="cluster"), t with 4 degrees of freedom.
  const auto result = *paired_difference(a, b, clusters, 0.95);
  CHECK(result.df == 4);
  CHECK(result.difference.value == Approx(0.105));
  CHECK(result.difference.standard_error == Approx(0.029165476166));
  CHECK(*result.p == Approx(0.022755162451));
}

TEST_CASE("an unpaired one is Welch's") {
  // scipy.stats 1.10 ttest_ind(equal_var=False).
  const auto result =
      *unpaired_difference(running_mean(std::vector<double>{5.1, 4.8, 6.2, 5.5, 7.0, 4.4}),
                           running_mean(std::vector<double>{4.0, 4.4, 3.9, 5.0}), 0.95);
  CHECK(result.difference.value == Approx(1.175));
  CHECK(result.difference.standard_error == Approx(0.46435439052516775));
  CHECK(result.df == Approx(7.754659177942305));
  CHECK(*result.p == Approx(0.03610566680490269));
}

TEST_CASE("the other way round only the sign changes") {
  const auto there = *paired_difference(a, b, 0.95), back = *paired_difference(b, a, 0.95);
  CHECK(back.difference.value == Approx(-there.difference.value));
  CHECK(back.difference.interval.low == Approx(-there.difference.interval.high));
  CHECK(*back.p == Approx(*there.p));
}

TEST_CASE("p is below alpha just where the interval leaves out 0") {
  const auto result = *paired_difference(a, b, 1 - *paired_difference(a, b, 0.5)->p);
  CHECK(std::abs(result.difference.interval.low) < 1e-9);
}

TEST_CASE("equal runs differ by nothing, p = 1; a difference without error has no p") {
  const auto same = *paired_difference(a, a, 0.95);
  CHECK(same.difference.value == 0);
  CHECK(*same.p == 1);
  const std::vector<double> low{1, 2, 3}, high{2, 3, 4};
  const auto shifted = *paired_difference(high, low, 0.95);
  CHECK(shifted.difference.value == 1);
  CHECK(shifted.difference.interval.high == 1);
  CHECK_FALSE(shifted.p);
  const auto flat = running_mean(std::vector{2.0, 2.0});
  CHECK(*unpaired_difference(flat, flat, 0.95)->p == 1);
}

TEST_CASE("too few, different lengths and odd numbers have no difference") {
  CHECK_FALSE(paired_difference({}, {}, 0.95));
  CHECK_FALSE(paired_difference(std::vector{1.0}, std::vector{2.0}, 0.95));
  CHECK_FALSE(paired_difference(a, std::span(b).first(9), 0.95));
  CHECK_FALSE(paired_difference(a, b, 2));
  CHECK_FALSE(paired_difference(std::vector<double>(3, NAN), std::vector(3, 1.0), 0.95));
  CHECK_FALSE(paired_difference(a, b, std::vector<std::uint32_t>(10, 0), 0.95));
  CHECK_FALSE(paired_difference(a, b, std::span(clusters).first(9), 0.95));
  CHECK_FALSE(unpaired_difference(running_mean(a), running_mean(std::vector{1.0}), 0.95));
}

TEST_CASE("Welch's interval covers with unequal sizes and spreads") {
  const double covers = share_of(1000, [](PhiloxStream& random) {
    const auto small = normals(random, 6);
    auto large = normals(random, 30);
    for (double& x : large) x *= 0.2;
    const auto interval =
        unpaired_difference(running_mean(small), running_mean(large), 0.95)->difference.interval;
    return interval.low <= 0 && 0 <= interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.025);
}
