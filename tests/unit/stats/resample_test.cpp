#include "stats/resample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

TEST_CASE("weights add up to the clusters, and each is drawn alike") {
  std::vector<std::uint32_t> weights(50);
  std::vector<double> sums(50), squares(50);
  const int runs = 4000;
  for (std::uint64_t b = 0; b < runs; ++b) {
    draw_weights(1, b, weights);
    CHECK(std::accumulate(weights.begin(), weights.end(), 0u) == 50);
    for (std::size_t i = 0; i < 50; ++i) {
      sums[i] += weights[i];
      squares[i] += weights[i] * weights[i];
    }
  }
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(std::abs(sums[i] / runs - 1) < 4.5 / std::sqrt(runs));
    CHECK(squares[i] / runs == Approx(1 + 49.0 / 50).epsilon(0.12));  // 1 + variance 1 − 1/50
  }
}

TEST_CASE("weights depend on seed and replicate only") {
  std::vector<std::uint32_t> first(100), again(100), other(100);
  draw_weights(5, 9, first);
  draw_weights(5, 10, other);
  draw_weights(5, 9, again);
  CHECK(first == again);
  CHECK(first != other);
  draw_weights(6, 9, again);
  CHECK(first != again);
}

TEST_CASE("binomial numbers have the binomial's probabilities") {
  // Binomial(5, 3/10): numpy 1.24, scipy.stats.binom.pmf.
  const std::array<double, 6> expected{0.16807, 0.36015, 0.3087, 0.1323, 0.02835, 0.00243};
  std::array<double, 6> counts{};
  PhiloxStream random(2, 0);
  const double runs = 50000;
  for (int i = 0; i < runs; ++i) ++counts[draw_binomial(random, 5, 3, 10)];
  double chi2 = 0;
  for (std::size_t k = 0; k < 6; ++k)
    chi2 += std::pow(counts[k] - runs * expected[k], 2) / (runs * expected[k]);
  CHECK(chi2 < 20.5);  // 99.9% of chi-squared with 5 degrees of freedom
  CHECK(draw_binomial(random, 7, 4, 4) == 7);
  CHECK(draw_binomial(random, 7, 0, 4) == 0);
  CHECK(draw_binomial(random, 0, 1, 4) == 0);
}

namespace {

/// sd of the replicates over what theory says: √(Σ(s − n·x̄)²)/N for many clusters.
double relative_spread(const std::vector<ClusterSum>& clusters, std::uint64_t runs) {
  const MeanResampler resampler(clusters);
  RunningMean replicates;
  for (std::uint64_t b = 0; b < runs; ++b) replicates.add(resampler.replicate(4, b));
  double squares = 0, n = 0;
  for (const auto& [sum, count] : clusters) {
    const auto size = static_cast<double>(count);
    squares += std::pow(sum - size * resampler.mean(), 2);
    n += size;
  }
  const double sd = std::sqrt(squares) / n;
  CHECK(std::abs(*replicates.mean() - resampler.mean()) <
        4.5 * sd / std::sqrt(static_cast<double>(runs)));
  return std::sqrt(*replicates.variance()) / sd;
}

}  // namespace

TEST_CASE("replicates of a mean spread as theory says") {
  PhiloxStream random(11, 0);
  std::vector<ClusterSum> few_values, blocks, uneven;
  for (int i = 0; i < 3000; ++i) few_values.push_back({static_cast<double>(random.below(5)), 1});
  for (int i = 0; i < 2500; ++i) blocks.push_back({normal(random), 1});
  for (int i = 0; i < 400; ++i) {
    const std::uint64_t n = 1 + random.below(6);
    uneven.push_back({static_cast<double>(n) * (2 + normal(random)), n});
  }
  CHECK(relative_spread(few_values, 1000) == Approx(1).epsilon(0.1));
  CHECK(relative_spread(blocks, 250) == Approx(1).epsilon(0.15));
  CHECK(relative_spread(uneven, 1000) == Approx(1).epsilon(0.1));
}

TEST_CASE("replicates of a mean over two clusters are the four equally likely ones") {
  const MeanResampler resampler(std::vector<ClusterSum>{{0, 1}, {6, 3}, {0, 0}});
  CHECK(resampler.clusters() == 2);
  CHECK(resampler.mean() == 1.5);
  std::array<int, 3> counts{};
  for (std::uint64_t b = 0; b < 4000; ++b) {
    const double mean = resampler.replicate(1, b);
    REQUIRE((mean == 0 || mean == 1.5 || mean == 2));
    ++counts[mean == 0 ? 0 : mean == 1.5 ? 1 : 2];
  }
  CHECK(std::abs(counts[0] - 1000) < 110);
  CHECK(std::abs(counts[1] - 2000) < 130);
  CHECK(std::abs(counts[2] - 1000) < 110);
}

TEST_CASE("the clusters' order does not matter to a mean's replicates") {
  PhiloxStream random(12, 0);
  std::vector<ClusterSum> clusters;
  for (int i = 0; i < 2500; ++i) clusters.push_back({normal(random), 1 + random.below(3)});
  const MeanResampler one(clusters);
  std::ranges::reverse(clusters);
  const MeanResampler other(clusters);
  for (std::uint64_t b = 0; b < 5; ++b) CHECK(one.replicate(3, b) == other.replicate(3, b));
}
