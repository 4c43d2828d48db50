#include "stats/logistic.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"
#include "stats/logit.hpp"

using namespace judge;
using doctest::Approx;

namespace {

LogisticRows line(const std::vector<double>& x, const std::vector<double>& y) {
  LogisticRows rows(2);
  for (std::size_t i = 0; i < x.size(); ++i)
    rows.add(std::vector<LogisticRows::Term>{{0, 1}, {1, x[i]}}, y[i]);
  return rows;
}

LogisticRows constant(std::size_t wins, std::size_t losses) {
  LogisticRows rows(1);
  const std::vector<LogisticRows::Term> one{{0, 1}};
  for (std::size_t i = 0; i < wins; ++i) rows.add(one, 1);
  for (std::size_t i = 0; i < losses; ++i) rows.add(one, 0);
  return rows;
}

}  // namespace

TEST_CASE("coefficients and errors are those of a binomial GLM, halves included") {
  // statsmodels 0.13, GLM(family=Binomial()).
  const auto fit = *logistic_regression(line({0.5, -1.2, 0.3, 2.0, -0.7, 0.1, 1.1, -0.4, -2.2, 0.9},
                                             {1, 0, 1, 1, 0.5, 0, 1, 0, 0, 0.5}),
                                        0);
  CHECK(fit.coefficients[0] == Approx(-0.218748745491));
  CHECK(fit.coefficients[1] == Approx(2.141136664038));
  CHECK(fit.coefficient(0, 0.95)->standard_error == Approx(0.896587737635));
  CHECK(fit.coefficient(1, 0.95)->standard_error == Approx(1.365587331101));
  CHECK(fit.ridge == 0);
}

TEST_CASE("a constant alone is the logit of the rate") {
  const auto fit = *logistic_regression_or_ridge(constant(3, 1));
  CHECK(fit.coefficients[0] == Approx(std::log(3)));
  CHECK(fit.ridge == 0);
}

TEST_CASE("separated outcomes have no maximum; the ridge stands in and says so") {
  CHECK_FALSE(logistic_regression(constant(10, 0), 0));
  const auto wins = *logistic_regression_or_ridge(constant(10, 0));
  CHECK(wins.ridge == fallback_ridge);
  CHECK(wins.coefficients[0] == Approx(2.646990250597033));  // scipy brentq of 10(1 − σ(t)) = t/4
  const auto separated = line({-2, -1, 1, 2}, {0, 0, 1, 1});
  CHECK_FALSE(logistic_regression(separated, 0));
  CHECK(logistic_regression_or_ridge(separated)->ridge == fallback_ridge);
}

TEST_CASE("dependent columns have no single maximum either") {
  LogisticRows rows(2);
  for (const double y : {1.0, 0.0, 1.0})
    rows.add(std::vector<LogisticRows::Term>{{0, 1}, {1, 2}}, y);
  CHECK_FALSE(logistic_regression(rows, 0));
  CHECK(logistic_regression_or_ridge(rows)->ridge == fallback_ridge);
}

TEST_CASE("no rows and odd numbers have no fit") {
  CHECK_FALSE(logistic_regression_or_ridge(LogisticRows(1)));
  CHECK_FALSE(logistic_regression_or_ridge(line({1, NAN}, {0, 1})));
  CHECK_FALSE(logistic_regression_or_ridge(line({1, 2}, {0, 1.5})));
  CHECK_FALSE(logistic_regression_or_ridge(line({1, 2}, {0, NAN})));
  CHECK_FALSE(logistic_regression(constant(1, 1), -1));
}

TEST_CASE("logits far out do not overflow") {
  CHECK(log_sigmoid(-1000) == -1000);
  CHECK(log_sigmoid(1000) == 0);
  CHECK(sigmoid(-1000) == 0);
  CHECK(sigmoid(1000) == 1);
  const auto rate = as_rate({0, 0.5, {-800, 800}});
  CHECK(rate.value == 0.5);
  CHECK(rate.standard_error == 0.125);
  CHECK(rate.interval.low == 0);
  CHECK(rate.interval.high == 1);
}

TEST_CASE("intervals of a slope cover") {
  const double covers = share_of(300, [](PhiloxStream& random) {
    const auto x = normals(random, 120);
    std::vector<double> y;
    for (const double v : x) y.push_back(random.uniform() < sigmoid(0.3 + 0.8 * v) ? 1 : 0);
    const auto interval = logistic_regression_or_ridge(line(x, y))->coefficient(1, 0.9)->interval;
    return interval.low <= 0.8 && 0.8 <= interval.high;
  });
  CHECK(std::abs(covers - 0.9) < 0.05);
}
