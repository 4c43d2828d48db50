#include "stats/epochs.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

std::optional<EpochVariance> of(const std::vector<std::vector<double>>& samples) {
  std::vector<RunningMean> means;
  for (const auto& sample : samples) means.push_back(running_mean(sample));
  return epoch_variance(means);
}

}  // namespace

TEST_CASE("ICC(1) of Shrout and Fleiss's example is 0.17") {
  // Psychological Bulletin 86 (1979), table 2: BMS 11.24, WMS 6.26, ICC(1,1) = .17.
  const auto result =
      *of({{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}});
  CHECK(result.samples == 6);
  CHECK(result.values == 24);
  CHECK(result.epochs == Approx(4));
  CHECK(result.within == Approx(6.263888888888888));
  CHECK(result.between == Approx(1.2444444444444451));
  CHECK(*result.icc == Approx(0.1657417684054755));
}

TEST_CASE("samples may lack some of their epochs") {
  // MSW, MSB and Searle's n₀ with numpy 1.24; MSB/MSW agrees with scipy.stats.f_oneway.
  const auto result = *of({{1, 2, 1.5}, {4, 5}, {2.5}, {}, {3, 3.5, 4.5, 3}, {0.5, 1}});
  CHECK(result.samples == 5);
  CHECK(result.epochs == Approx(2.2916666666666665));
  CHECK(result.within == Approx(0.375));
  CHECK(result.between == Approx(2.1204545454545456));
}

TEST_CASE("the error of the mean follows from the parts") {
  EpochVariance parts;
  parts.between = 0.09;
  parts.within = 0.16;
  CHECK(parts.standard_error(100, 1) == Approx(0.05));
  CHECK(parts.standard_error(100, 4) == Approx(std::sqrt(0.13 / 100)));
}

TEST_CASE("balanced, it is the plain error of the samples' means") {
  PhiloxStream random(3, 0);
  std::vector<std::vector<double>> samples;
  RunningMean means;
  for (int i = 0; i < 40; ++i) {
    const double level = 2 * normal(random);
    auto& sample = samples.emplace_back(normals(random, 5));
    for (double& x : sample) x += level;
    means.add(*running_mean(sample).mean());
  }
  CHECK(of(samples)->standard_error(40, 5) == Approx(*means.standard_error()));
}

TEST_CASE("less between samples than chance would bring counts as none") {
  const auto result = *of({{0, 10}, {10, 0}, {0, 10}});
  CHECK(result.between == 0);
  CHECK(*result.icc == 0);
}

TEST_CASE("equal values have no ICC, repeats that agree one of 1") {
  CHECK_FALSE(of({{3, 3}, {3, 3}})->icc);
  CHECK(*of({{3, 3}, {4, 4}})->icc == 1);
}

TEST_CASE("too little to tell the parts apart") {
  CHECK_FALSE(of({}));
  CHECK_FALSE(of({{1, 2, 3}}));
  CHECK_FALSE(of({{1}, {2}, {3}}));
  CHECK_FALSE(of({{1, INFINITY}, {2, 3}}));
}
