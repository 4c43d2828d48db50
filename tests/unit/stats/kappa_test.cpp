#include "stats/kappa.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

namespace {

Confusion table(const std::vector<std::vector<std::uint64_t>>& cells) {
  Confusion result(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (std::size_t j = 0; j < cells.size(); ++j) result.add(i, j, cells[i][j]);
  return result;
}

const std::vector<KappaWeights> all_weights{KappaWeights::unweighted, KappaWeights::linear,
                                            KappaWeights::quadratic};

}  // namespace

TEST_CASE("kappa, its errors and its interval are those of statsmodels") {
  // statsmodels 0.13, cohens_kappa(table, wt=None|"linear"|"quadratic").
  const auto pairs = table({{44, 5, 1, 0}, {7, 20, 6, 2}, {2, 9, 15, 4}, {0, 1, 5, 29}});
  const auto plain = *cohen_kappa(pairs, KappaWeights::unweighted, 0.95);
  CHECK(plain.kappa.value == Approx(0.620253164556962));
  CHECK(plain.kappa.standard_error == Approx(0.04866172447156884));
  CHECK(plain.chance_error == Approx(0.04779550857305133));
  CHECK(plain.kappa.interval.low == Approx(0.5248779371670756));
  CHECK(plain.kappa.interval.high == Approx(0.7156283919468484));
  const auto linear = *cohen_kappa(pairs, KappaWeights::linear, 0.95);
  CHECK(linear.kappa.value == Approx(0.7533401849948612));
  CHECK(linear.kappa.standard_error == Approx(0.03646939252763277));
  CHECK(linear.chance_error == Approx(0.06082884498532372));
  const auto quadratic = *cohen_kappa(pairs, KappaWeights::quadratic, 0.95);
  CHECK(quadratic.kappa.value == Approx(0.8538961038961039));
  CHECK(quadratic.kappa.standard_error == Approx(0.027951561043003736));
  CHECK(quadratic.chance_error == Approx(0.08159851636275986));
}

TEST_CASE("two categories by hand: 70% agreement, 50% of it by chance") {
  const auto kappa = *cohen_kappa(table({{20, 5}, {10, 15}}), KappaWeights::unweighted, 0.95);
  CHECK(kappa.observed == Approx(0.7));
  CHECK(kappa.expected == Approx(0.5));
  CHECK(kappa.kappa.value == Approx(0.4));
}

TEST_CASE("with two categories all weights are the same") {
  const auto pairs = table({{20, 5}, {10, 15}});
  for (const auto weights : all_weights)
    CHECK(cohen_kappa(pairs, weights, 0.95)->kappa.standard_error == Approx(0.12699606293110033));
}

TEST_CASE("perfect agreement is 1 without error, perfect disagreement of two is −1") {
  for (const auto weights : all_weights) {
    const auto same = *cohen_kappa(table({{7, 0, 0}, {0, 3, 0}, {0, 0, 5}}), weights, 0.95);
    CHECK(same.kappa.value == 1);
    CHECK(same.kappa.standard_error == Approx(0));
    CHECK(same.kappa.interval.high == 1);
    CHECK(cohen_kappa(table({{0, 8}, {8, 0}}), weights, 0.95)->kappa.value == -1);
  }
}

TEST_CASE("who is first does not matter, nor the order of categories without weights") {
  const auto pairs = table({{9, 2, 1}, {3, 8, 4}, {0, 5, 7}});
  const auto swapped = table({{9, 3, 0}, {2, 8, 5}, {1, 4, 7}});
  for (const auto weights : all_weights) {
    const auto a = *cohen_kappa(pairs, weights, 0.95), b = *cohen_kappa(swapped, weights, 0.95);
    CHECK(a.kappa.value == Approx(b.kappa.value));
    CHECK(a.kappa.standard_error == Approx(b.kappa.standard_error));
  }
  const auto renamed = table({{7, 0, 5}, {1, 9, 2}, {4, 3, 8}});
  CHECK(cohen_kappa(renamed, KappaWeights::unweighted, 0.95)->kappa.value ==
        Approx(cohen_kappa(pairs, KappaWeights::unweighted, 0.95)->kappa.value));
}

TEST_CASE("a single category tells nothing, different single ones tell disagreement") {
  CHECK_FALSE(cohen_kappa(Confusion(3), KappaWeights::unweighted, 0.95));
  CHECK_FALSE(cohen_kappa(table({{12, 0}, {0, 0}}), KappaWeights::unweighted, 0.95));
  CHECK_FALSE(cohen_kappa(table({{12}}), KappaWeights::linear, 0.95));
  CHECK_FALSE(cohen_kappa(table({{3, 1}, {1, 3}}), KappaWeights::linear, 1.5));
  CHECK(cohen_kappa(table({{0, 12}, {0, 0}}), KappaWeights::unweighted, 0.95)->kappa.value == 0);
}

TEST_CASE("kappa's interval covers the true kappa") {
  // Both raters see the truth, of three equal classes, with probability 0.8, else guess: they agree
  // beyond chance with probability 0.64.
  const double covers = share_of(600, [](PhiloxStream& random) {
    Confusion pairs(3);
    for (int i = 0; i < 150; ++i) {
      const auto truth = random.below(3);
      const auto seen = [&] { return random.uniform() < 0.8 ? truth : random.below(3); };
      const auto first = seen();
      pairs.add(first, seen());
    }
    const auto interval = cohen_kappa(pairs, KappaWeights::unweighted, 0.95)->kappa.interval;
    return interval.low <= 0.64 && 0.64 <= interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.03);
}
