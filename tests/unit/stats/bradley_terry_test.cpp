#include "stats/bradley_terry.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "draws.hpp"
#include "stats/logit.hpp"

using namespace judge;
using doctest::Approx;

namespace {

SquareMatrix matrix(const std::vector<std::vector<double>>& cells) {
  SquareMatrix wins(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (std::size_t j = 0; j < cells.size(); ++j) wins(i, j) = cells[i][j];
  return wins;
}

/// Agresti, Categorical Data Analysis (2002), table 10.10: the American League East of 1987,
/// Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore.
const std::vector<std::vector<double>> baseball{
    {0, 7, 9, 7, 7, 9, 11}, {6, 0, 7, 5, 11, 9, 9}, {4, 6, 0, 7, 7, 8, 12}, {6, 8, 6, 0, 6, 7, 10},
    {6, 2, 6, 7, 0, 7, 12}, {4, 4, 5, 6, 6, 0, 6},  {2, 4, 1, 3, 1, 7, 0}};

}  // namespace

TEST_CASE("the baseball league has Agresti's estimates and errors") {
  // To more digits by statsmodels 0.13, GLM binomial.
  const auto fit = *bradley_terry(matrix(baseball));
  const std::vector<double> estimates{1.581355876661, 1.436408431812, 1.294485123912,
                                      1.247617845141, 1.107697705379, 0.683852769159};
  const std::vector<double> errors{0.343255933412, 0.339568458859, 0.336669355055,
                                   0.335860876369, 0.333878161923, 0.331876631552};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto against = *fit.against(i, 6, 0.95);
    CHECK(against.value == Approx(estimates[i]).epsilon(1e-9));
    CHECK(against.standard_error == Approx(errors[i]).epsilon(1e-7));
  }
  CHECK(fit.against(0, 4, 0.95)->value == Approx(0.47365817128273124));
  CHECK(fit.against(0, 4, 0.95)->standard_error == Approx(0.3105268449937541));
  CHECK(std::abs(std::accumulate(fit.log_strengths.begin(), fit.log_strengths.end(), 0.0)) < 1e-9);
}

TEST_CASE("the strengths solve the likelihood's equations, with ties half a win") {
  // p_i = w_i/Σ_j n_ij/(p_i + p_j)
  const auto wins = matrix({{0, 3.5, 1, 0}, {2.5, 0, 4, 0.5}, {2, 1.5, 0, 3}, {0, 2.5, 1, 0}});
  const auto p = bradley_terry(wins)->shares();
  for (std::size_t i = 0; i < 4; ++i) {
    double won = 0, sum = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      won += wins(i, j);
      sum += (wins(i, j) + wins(j, i)) / (p[i] + p[j]);
    }
    CHECK(p[i] == Approx(won / sum).epsilon(1e-9));
  }
  CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1));
}

TEST_CASE("of two players it is the odds of winning, with a rate's error") {
  const auto fit = *bradley_terry(matrix({{0, 30}, {10, 0}}));
  CHECK(fit.log_strengths[0] - fit.log_strengths[1] == Approx(std::log(3)));
  const auto score = *fit.score_against(0, 1, 0.95);
  CHECK(score.value == Approx(75));
  CHECK(score.standard_error == Approx(100 * std::sqrt(0.75 * 0.25 / 40)));
  CHECK(score.interval.low > 50);
  CHECK(score.interval.high < 100);
  const double elo = elo_per_logit * std::log(3);
  CHECK(100 / (1 + std::pow(10, -elo / 400)) == Approx(75));
}

TEST_CASE("against oneself the score is 50 without error") {
  const auto score = *bradley_terry(matrix(baseball))->score_against(2, 2, 0.95);
  CHECK(score.value == 50);
  CHECK(score.standard_error == 0);
}

TEST_CASE("players' order and how often the whole is repeated do not change strengths") {
  auto reversed = baseball, doubled = baseball;
  for (std::size_t i = 0; i < 7; ++i)
    for (std::size_t j = 0; j < 7; ++j) {
      reversed[i][j] = baseball[6 - i][6 - j];
      doubled[i][j] = 4 * baseball[i][j];
    }
  const auto fit = *bradley_terry(matrix(baseball));
  const auto back = *bradley_terry(matrix(reversed)), more = *bradley_terry(matrix(doubled));
  for (std::size_t i = 0; i < 7; ++i) {
    CHECK(back.log_strengths[6 - i] == Approx(fit.log_strengths[i]));
    CHECK(more.log_strengths[i] == Approx(fit.log_strengths[i]));
  }
  CHECK(more.against(0, 6, 0.95)->standard_error ==
        Approx(fit.against(0, 6, 0.95)->standard_error / 2));
}

TEST_CASE("all equal are equal") {
  for (const double strength :
       bradley_terry(matrix({{0, 2, 2}, {2, 0, 2}, {2, 2, 0}}))->log_strengths)
    CHECK(std::abs(strength) < 1e-12);
}

TEST_CASE("very uneven players are still found") {
  const auto fit = *bradley_terry(matrix({{0, 1e6, 0}, {1, 0, 1e6}, {0, 1, 0}}));
  CHECK(fit.log_strengths[0] - fit.log_strengths[2] == Approx(2 * std::log(1e6)));
}

TEST_CASE("without a chain of wins both ways there are no strengths") {
  CHECK_FALSE(bradley_terry(SquareMatrix(0)));
  CHECK_FALSE(bradley_terry(SquareMatrix(1)));
  CHECK_FALSE(bradley_terry(SquareMatrix(3)));
  CHECK_FALSE(bradley_terry(matrix({{0, 5}, {0, 0}})));
  CHECK_FALSE(bradley_terry(matrix({{0, 5}, {-1, 0}})));
  CHECK_FALSE(bradley_terry(matrix({{0, NAN}, {1, 0}})));
}

namespace {

/// Rounds of everyone against everyone; a question's pairings share a cluster.
std::vector<Pairing> games(PhiloxStream& random, const std::vector<double>& strengths,
                           std::uint32_t rounds, std::uint32_t copies) {
  std::vector<Pairing> result;
  for (std::uint32_t round = 0; round < rounds; ++round)
    for (std::uint32_t i = 0; i < strengths.size(); ++i)
      for (std::uint32_t j = 0; j < i; ++j) {
        const bool won = random.uniform() < sigmoid(strengths[i] - strengths[j]);
        for (std::uint32_t k = 0; k < copies; ++k) result.push_back({i, j, won ? 1.0 : 0.0, round});
      }
  return result;
}

}  // namespace

TEST_CASE("intervals against a baseline cover") {
  const std::vector<double> strengths{0.8, 0, -0.5};
  const double covers = share_of(400, [&](PhiloxStream& random) {
    const auto fit = bradley_terry(win_matrix(games(random, strengths, 40, 1), 3));
    const auto interval = fit->against(0, 2, 0.95)->interval;
    return interval.low <= 1.3 && 1.3 <= interval.high;
  });
  CHECK(std::abs(covers - 0.95) < 0.03);
}

TEST_CASE("the cluster bootstrap is not taken in by copies") {
  PhiloxStream random(81, 0);
  const auto pairings = games(random, {0.8, 0, -0.5}, 60, 4);
  const auto fit = *bradley_terry(win_matrix(pairings, 3));
  const auto result = *bradley_terry_bootstrap(pairings, 3, 2, {.replicates = 300, .seed = 1});
  CHECK(result.replicates == 300);
  CHECK(result.incomparable == 0);
  const auto [low, high] = result.against_baseline[0];
  const auto naive = fit.against(0, 2, 0.95)->interval;
  CHECK(high - low == Approx(2 * (naive.high - naive.low)).epsilon(0.25));
  CHECK(low < fit.log_strengths[0] - fit.log_strengths[2]);
  CHECK(high > fit.log_strengths[0] - fit.log_strengths[2]);
  CHECK(result.against_baseline[2].low == 0);
  CHECK(result.against_baseline[2].high == 0);
}

TEST_CASE("replicates in which someone always wins are counted and left out") {
  const std::vector<Pairing> pairings{{0, 1, 1, 10}, {0, 1, 1, 20}, {0, 1, 0, 30}, {0, 1, 0, 40}};
  const auto result = *bradley_terry_bootstrap(pairings, 2, 1, {.replicates = 1000, .seed = 1});
  CHECK(result.replicates + result.incomparable == 1000);
  CHECK(std::abs(static_cast<double>(result.incomparable) - 1000.0 / 8) < 45);
  CHECK_FALSE(bradley_terry_bootstrap(pairings, 2, 2, {}));
  CHECK_FALSE(bradley_terry_bootstrap(pairings, 3, 0, {}));
  CHECK_FALSE(bradley_terry_bootstrap(std::span(pairings).first(1), 2, 0, {}));
}
