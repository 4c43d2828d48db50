#include "stats/prediction_powered.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

const std::vector<double> human{1, 0, 1, 1, 0, 1, 0, 1, 1, 0};
const std::vector<double> same{1.8, 0.4, 1.4, 1.6, 0.8, 1.2, 0.2, 1.8, 1.0, 0.6};
const std::vector<double> others{1.6, 1.4, 0.4, 1.8, 0.8, 1.2, 1.0, 1.9, 0.6, 0.2,
                                 1.7, 1.3, 1.5, 0.9, 1.1, 0.7, 0.5, 0.3, 1.4, 1.8};

}  // namespace

TEST_CASE("the tuned estimate, its error and its interval") {
  // The formulae in numpy 1.24, quantiles of scipy.stats 1.10.
  const auto result = *prediction_powered_mean(human, same, running_mean(others), 0.95);
  CHECK(result.n == 10);
  CHECK(result.judged == 20);
  CHECK(result.lambda == Approx(0.5898106872504285));
  CHECK(result.mean.value == Approx(0.6147452671812608));
  CHECK(result.mean.standard_error == Approx(0.11299958046490448));
  CHECK(result.mean.interval.low == Approx(0.3792892907787346));
  CHECK(result.mean.interval.high == Approx(0.8502012435837869));
  CHECK(result.human_only.value == Approx(0.6));
  CHECK(result.human_only.interval.low == Approx(0.230591282220163));
}

TEST_CASE("the classic estimate takes the judge at its word") {
  std::vector<double> halves, other_halves;
  for (const double f : same) halves.push_back(f / 2);
  for (const double f : others) other_halves.push_back(f / 2);
  const auto classic =
      *prediction_powered_mean(human, halves, running_mean(other_halves), 0.95, 1.0);
  CHECK(classic.mean.value == Approx(0.6125));
  CHECK(classic.mean.standard_error == Approx(0.11293321397495712));
  // Tuned it would be 1.18, which is cut to 1.
  CHECK(prediction_powered_mean(human, halves, running_mean(other_halves), 0.95)->lambda == 1);
}

TEST_CASE("a judge that tells nothing, or the opposite, leaves the human labels alone") {
  const std::vector<double> constant(10, 0.7);
  std::vector<double> opposite, other_opposites;
  for (const double f : same) opposite.push_back(-f);
  for (const double f : others) other_opposites.push_back(-f);
  const auto flat =
      *prediction_powered_mean(human, constant, running_mean(std::vector(20, 0.7)), 0.95);
  const auto against =
      *prediction_powered_mean(human, opposite, running_mean(other_opposites), 0.95);
  for (const auto& result : {flat, against}) {
    CHECK(result.lambda == 0);
    CHECK(result.mean.value == Approx(result.human_only.value));
    CHECK(result.mean.interval.low == Approx(result.human_only.interval.low));
  }
}

TEST_CASE("the judge's own bias does not matter, nor its scale") {
  std::vector<double> biased, other_biased;
  for (const double f : same) biased.push_back(5 + 3 * f);
  for (const double f : others) other_biased.push_back(5 + 3 * f);
  const auto plain = *prediction_powered_mean(human, same, running_mean(others), 0.95);
  const auto result = *prediction_powered_mean(human, biased, running_mean(other_biased), 0.95);
  CHECK(result.mean.value == Approx(plain.mean.value));
  CHECK(result.mean.standard_error == Approx(plain.mean.standard_error));
}

TEST_CASE("too few labels or ones that do not pair up have no estimate") {
  const auto many = running_mean(others);
  CHECK_FALSE(prediction_powered_mean({}, {}, many, 0.95));
  CHECK_FALSE(prediction_powered_mean(std::vector{1.0}, std::vector{1.0}, many, 0.95));
  CHECK_FALSE(prediction_powered_mean(human, std::span(same).first(9), many, 0.95));
  CHECK_FALSE(prediction_powered_mean(human, same, running_mean(std::vector{1.0}), 0.95));
  CHECK_FALSE(prediction_powered_mean(human, same, many, 0));
  CHECK_FALSE(prediction_powered_mean(human, same, many, 0.95, 1.5));
  CHECK_FALSE(prediction_powered_mean(human, std::vector<double>(10, NAN), many, 0.95));
  CHECK_FALSE(
      prediction_powered_mean(human, same, running_mean(std::vector<double>{1.0, NAN}), 0.95));
}

TEST_CASE("it covers, and is narrower than human labels alone") {
  double width = 0, human_width = 0;
  const double covers = share_of(400, [&](PhiloxStream& random) {
    std::vector<double> y, f;
    RunningMean judged;
    const auto pair = [&] {
      const double truth = normal(random);
      return std::pair(truth, 0.3 + truth + 0.5 * normal(random));  // a lenient judge
    };
    for (int i = 0; i < 40; ++i) {
      const auto [truth, judgement] = pair();
      y.push_back(truth);
      f.push_back(judgement);
    }
    for (int i = 0; i < 300; ++i) judged.add(pair().second);
    const auto result = *prediction_powered_mean(y, f, judged, 0.95);
    width += result.mean.interval.high - result.mean.interval.low;
    human_width += result.human_only.interval.high - result.human_only.interval.low;
    return result.mean.interval.low <= 0 && 0 <= result.mean.interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.03);
  CHECK(width < 0.65 * human_width);
}
