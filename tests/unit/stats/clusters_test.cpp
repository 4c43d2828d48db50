#include "stats/clusters.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

const std::vector<double> values{3, 5, 4, 8, 9, 7, 2, 1, 6, 6, 5.5, 10};
const std::vector<std::uint32_t> clusters{0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4};

}  // namespace

TEST_CASE("the clustered error is that of a cluster-robust regression on a constant") {
  // statsmodels 0.13 OLS(values, 1).fit(cov_type="cluster"), with t of 4 degrees of freedom.
  const auto result = *clustered_mean(cluster_sums(values, clusters), 0.95);
  CHECK(result.n == 12);
  CHECK(result.clusters == 5);
  CHECK(result.mean.value == Approx(5.541666666667));
  CHECK(result.mean.standard_error == Approx(1.184989630496));
  CHECK(result.mean.interval.low == Approx(2.251608007366));
  CHECK(result.mean.interval.high == Approx(8.831725325967));
}

TEST_CASE("with one value a cluster it is the plain t interval") {
  std::vector<std::uint32_t> own;
  for (std::uint32_t i = 0; i < values.size(); ++i) own.push_back(2 * i + 5);  // gaps do not matter
  const auto clustered = *clustered_mean(cluster_sums(values, own), 0.9);
  const auto plain = running_mean(values);
  CHECK(clustered.mean.standard_error == Approx(*plain.standard_error()));
  CHECK(clustered.mean.interval.low == Approx(t_interval(plain, 0.9)->low));
}

TEST_CASE("a value that is repeated adds nothing but its cluster's size") {
  std::vector<double> doubled;
  std::vector<std::uint32_t> cluster;
  for (std::uint32_t i = 0; i < values.size(); ++i)
    for (int k = 0; k < 2; ++k) {
      doubled.push_back(values[i]);
      cluster.push_back(i);
    }
  CHECK(clustered_mean(cluster_sums(doubled, cluster), 0.95)->mean.standard_error ==
        Approx(*running_mean(values).standard_error()));
}

TEST_CASE("it moves and stretches with the values") {
  std::vector<double> moved;
  for (const double value : values) moved.push_back(100 - 3 * value);
  const auto before = *clustered_mean(cluster_sums(values, clusters), 0.95);
  const auto after = *clustered_mean(cluster_sums(moved, clusters), 0.95);
  CHECK(after.mean.value == Approx(100 - 3 * before.mean.value));
  CHECK(after.mean.standard_error == Approx(3 * before.mean.standard_error));
  CHECK(after.mean.interval.low == Approx(100 - 3 * before.mean.interval.high));
}

TEST_CASE("fewer than two clusters have no error") {
  CHECK_FALSE(clustered_mean({}, 0.95));
  CHECK_FALSE(clustered_mean(std::vector<ClusterSum>{{10, 4}, {0, 0}}, 0.95));
  CHECK_FALSE(clustered_mean(std::vector<ClusterSum>{{1, 4}, {2, 3}}, 1));
  CHECK_FALSE(clustered_mean(std::vector<ClusterSum>{{std::nan(""), 4}, {2, 3}}, 0.95));
  const auto equal = *clustered_mean(std::vector<ClusterSum>{{2, 4}, {1, 2}}, 0.95);
  CHECK(equal.mean.standard_error == 0);
  CHECK(equal.mean.interval.high == 0.5);
}

TEST_CASE("the clustered interval covers where the plain one does not") {
  double plain_covers = 0;
  const std::uint64_t runs = 500;
  const double covers = share_of(runs, [&](PhiloxStream& random) {
    std::vector<double> x;
    std::vector<std::uint32_t> cluster;
    for (std::uint32_t c = 0; c < 25; ++c) {
      const double question = normal(random);
      for (int k = 0; k < 6; ++k) {
        x.push_back(question + 0.5 * normal(random));
        cluster.push_back(c);
      }
    }
    const auto plain = *t_interval(running_mean(x), 0.95);
    if (plain.low <= 0 && 0 <= plain.high) plain_covers += 1.0 / runs;
    const auto interval = clustered_mean(cluster_sums(x, cluster), 0.95)->mean.interval;
    return interval.low <= 0 && 0 <= interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.035);
  CHECK(plain_covers < 0.75);
}
