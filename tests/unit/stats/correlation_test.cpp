#include "stats/correlation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

const std::vector<double> x{1, 2, 2, 3, 5, 4, 4, 4, 7, 8.5, 6, 9};
const std::vector<double> y{2, 1, 3, 3, 4, 6, 4, 4, 5, 9, 9, 8};

double sign(double v) {
  return v > 0 ? 1 : v < 0 ? -1 : 0;
}

/// τ-b, pair by pair.
double slow_kendall(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0, in_a = 0, in_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      sum += sign(a[i] - a[j]) * sign(b[i] - b[j]);
      in_a += std::abs(sign(a[i] - a[j]));
      in_b += std::abs(sign(b[i] - b[j]));
    }
  return sum / std::sqrt(in_a * in_b);
}

using Correlation = std::optional<double> (*)(std::span<const double>, std::span<const double>);
const std::vector<Correlation> all{&pearson, &spearman, &kendall};

}  // namespace

TEST_CASE("correlations with ties are those of scipy") {
  // scipy.stats 1.10: pearsonr, spearmanr, kendalltau.
  CHECK(*pearson(x, y) == Approx(0.8558539912126695));
  CHECK(*spearman(x, y) == Approx(0.8859194110340821));
  CHECK(*kendall(x, y) == Approx(0.7479922005605528));
}

TEST_CASE("their intervals too") {
  // pearsonr().confidence_interval(); the others by their formulae in numpy.
  CHECK(pearson_interval(*pearson(x, y), 12, 0.95)->low == Approx(0.5541255294038394));
  CHECK(pearson_interval(*pearson(x, y), 12, 0.95)->high == Approx(0.9588107763994548));
  CHECK(spearman_interval(*spearman(x, y), 12, 0.95)->low == Approx(0.5592259997627292));
  CHECK(spearman_interval(*spearman(x, y), 12, 0.95)->high == Approx(0.9744427051785132));
  CHECK(kendall_interval(*kendall(x, y), 12, 0.95)->low == Approx(0.4701780601272969));
  CHECK(kendall_interval(*kendall(x, y), 12, 0.95)->high == Approx(0.8909397061889625));
}

TEST_CASE("tied values share the mean of their ranks") {
  CHECK(mid_ranks(std::vector<double>{10, 30, 20, 20, 10, 20}) ==
        std::vector<double>{1.5, 6, 4, 4, 1.5, 4});
  CHECK(mid_ranks({}).empty());
}

TEST_CASE("tau is the same as when every pair is looked at") {
  PhiloxStream random(41, 0);
  for (int run = 0; run < 100; ++run) {
    const auto n = 2 + random.below(40), range = 2 + random.below(20);
    std::vector<double> a(n), b(n);
    for (std::size_t i = 0; i < n; ++i) {
      a[i] = random.below(range);
      b[i] = random.below(range);
    }
    const auto tau = kendall(a, b);
    if (tau) CHECK(*tau == Approx(slow_kendall(a, b)));
  }
}

TEST_CASE("perfect order is 1, reversed −1, both sides alike") {
  const std::vector<double> a{1, 2, 3, 4, 5}, b{10, 20, 30, 40, 50}, c{5, 4, 3, 2, 1};
  for (const auto correlation : all) {
    CHECK(*correlation(a, b) == Approx(1));
    CHECK(*correlation(a, c) == Approx(-1));
    CHECK(*correlation(x, y) == Approx(*correlation(y, x)));
  }
  CHECK(pearson_interval(1, 5, 0.95)->low == 1);
  CHECK(pearson_interval(-1, 5, 0.95)->high == -1);
}

TEST_CASE("moving and stretching does not matter, to ranks no rising function does") {
  std::vector<double> moved, bent;
  for (const double v : x) {
    moved.push_back(1e6 + 3 * v);
    bent.push_back(std::exp(v));
  }
  for (const auto correlation : all) CHECK(*correlation(moved, y) == Approx(*correlation(x, y)));
  CHECK(*spearman(bent, y) == *spearman(x, y));
  CHECK(*kendall(bent, y) == *kendall(x, y));
}

TEST_CASE("without variation, pairs or finite numbers there is no correlation") {
  const std::vector<double> flat(12, 3.0);
  for (const auto correlation : all) {
    CHECK_FALSE(correlation({}, {}));
    CHECK_FALSE(correlation(std::vector<double>{1}, std::vector<double>{2}));
    CHECK_FALSE(correlation(x, flat));
    CHECK_FALSE(correlation(flat, y));
    CHECK_FALSE(correlation(x, std::span(y).first(5)));
    CHECK_FALSE(correlation(std::vector<double>{1, NAN, 3}, std::vector<double>{1, 2, 3}));
    CHECK_FALSE(correlation(std::vector<double>{1, INFINITY, 3}, std::vector<double>{1, 2, 3}));
  }
  CHECK_FALSE(pearson_interval(0.5, 3, 0.95));
  CHECK_FALSE(kendall_interval(0.5, 4, 0.95));
  CHECK_FALSE(spearman_interval(1.5, 30, 0.95));
}

TEST_CASE("Pearson's interval covers") {
  const double rho = 0.6;
  const double covers = share_of(1000, [&](PhiloxStream& random) {
    const auto a = normals(random, 25), noise = normals(random, 25);
    std::vector<double> b;
    for (std::size_t i = 0; i < 25; ++i)
      b.push_back(rho * a[i] + std::sqrt(1 - rho * rho) * noise[i]);
    const auto interval = *pearson_interval(*pearson(a, b), 25, 0.95);
    return interval.low <= rho && rho <= interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.025);
}
