#include "stats/krippendorff.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

/// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part C: four observers,
/// twelve units, missing values; without who said what, which does not matter.
const std::vector<std::vector<double>> published{
    {1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
    {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};

double alpha(const std::vector<std::vector<double>>& units, AlphaMetric metric) {
  return RatedUnits(units).alpha(metric)->alpha;
}

/// The definition, pair by pair.
double by_definition(const std::vector<std::vector<double>>& units, bool nominal) {
  const auto distance = [&](double a, double b) {
    return nominal ? (a != b ? 1.0 : 0.0) : (a - b) * (a - b);
  };
  std::vector<double> all;
  double observed = 0, expected = 0;
  for (const auto& unit : units) {
    if (unit.size() < 2) continue;
    all.insert(all.end(), unit.begin(), unit.end());
    for (const double a : unit)
      for (const double b : unit) observed += distance(a, b) / static_cast<double>(unit.size() - 1);
  }
  for (const double a : all)
    for (const double b : all) expected += distance(a, b);
  return 1 - observed * static_cast<double>(all.size() - 1) / expected;
}

const std::vector<AlphaMetric> metrics{AlphaMetric::nominal, AlphaMetric::ordinal,
                                       AlphaMetric::interval};

}  // namespace

TEST_CASE("Krippendorff's published example") {
  CHECK(alpha(published, AlphaMetric::nominal) == Approx(0.7434211));
  CHECK(std::abs(alpha(published, AlphaMetric::ordinal) - 0.815) < 5e-4);
  CHECK(std::abs(alpha(published, AlphaMetric::interval) - 0.849) < 5e-4);
  const auto result = *RatedUnits(published).alpha(AlphaMetric::nominal);
  CHECK(result.units == 11);
  CHECK(result.ratings == 40);
  CHECK(1 - result.observed / result.expected == result.alpha);
}

TEST_CASE("two raters, three units by hand") {
  // Nominal: D_o = 1, D_e = 26/30. Interval: D_o = 1, D_e = 66/30.
  const std::vector<std::vector<double>> units{{1, 2}, {2, 3}, {3, 4}};
  CHECK(alpha(units, AlphaMetric::nominal) == Approx(1 - 30.0 / 26));
  CHECK(alpha(units, AlphaMetric::interval) == Approx(1 - 30.0 / 66));
}

TEST_CASE("alpha agrees with its definition on random ratings") {
  PhiloxStream random(31, 0);
  for (int run = 0; run < 20; ++run) {
    std::vector<std::vector<double>> units(15);
    for (auto& unit : units)
      for (auto k = random.below(5); k > 0; --k) unit.push_back(random.below(4) + 1e6);
    CHECK(alpha(units, AlphaMetric::nominal) == Approx(by_definition(units, true)));
    CHECK(alpha(units, AlphaMetric::interval) == Approx(by_definition(units, false)));
  }
}

TEST_CASE("agreement is 1, whatever the distance") {
  for (const auto metric : metrics) CHECK(alpha({{1, 1, 1}, {5, 5}, {2, 2, 2, 2}}, metric) == 1);
}

TEST_CASE("what each distance does not look at does not matter") {
  auto moved = published, renamed = published;
  for (auto& unit : moved)
    for (double& x : unit) x = 100 - 7 * x;
  for (auto& unit : renamed)
    for (double& x : unit) x = std::exp(x);  // keeps the order only
  for (const auto metric : metrics) CHECK(alpha(moved, metric) == Approx(alpha(published, metric)));
  CHECK(alpha(renamed, AlphaMetric::nominal) == alpha(published, AlphaMetric::nominal));
  CHECK(alpha(renamed, AlphaMetric::ordinal) == Approx(alpha(published, AlphaMetric::ordinal)));
  CHECK(alpha(renamed, AlphaMetric::interval) > 1.1 * alpha(published, AlphaMetric::interval));
}

TEST_CASE("a weight is a unit that comes so often") {
  auto twice = published;
  twice.push_back(published[5]);
  twice.erase(twice.begin());
  std::vector<std::uint32_t> weights(11, 1);
  weights[0] = 0;
  weights[5] = 2;
  for (const auto metric : metrics)
    CHECK(RatedUnits(published).alpha(metric, weights)->alpha == Approx(alpha(twice, metric)));
}

TEST_CASE("without variation or pairs there is no alpha") {
  for (const auto metric : metrics) {
    CHECK_FALSE(RatedUnits({}).alpha(metric));
    CHECK_FALSE(RatedUnits(std::vector<std::vector<double>>{{1}, {2}, {}}).alpha(metric));
    CHECK_FALSE(RatedUnits(std::vector<std::vector<double>>{{4, 4}, {4, 4, 4}}).alpha(metric));
    CHECK_FALSE(RatedUnits(std::vector<std::vector<double>>{{1, NAN}, {2, 3}}).alpha(metric));
    CHECK_FALSE(RatedUnits({}).interval(metric, {}));
  }
}

TEST_CASE("ratings at random have an alpha of 0, which the bootstrap over units covers") {
  double mean = 0;
  const double covers = share_of(60, [&](PhiloxStream& random) {
    std::vector<std::vector<double>> units(80, std::vector<double>(3));
    for (auto& unit : units)
      for (double& x : unit) x = random.below(5);
    const auto result =
        *RatedUnits(units).interval(AlphaMetric::ordinal, {.replicates = 100, .seed = 1});
    mean += result.value / 60;
    CHECK(result.bca);
    return result.percentile.low <= 0 && 0 <= result.percentile.high;
  });
  CHECK(std::abs(mean) < 0.03);
  CHECK(covers > 0.85);
}
