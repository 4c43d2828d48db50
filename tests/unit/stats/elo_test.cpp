#include "stats/elo.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

using namespace judge;
using doctest::Approx;

TEST_CASE("a win among equals moves half of k, a tie nothing") {
  const auto won = *elo_ratings(std::vector<Pairing>{{0, 1, 1}}, 2);
  CHECK(won[0] == Approx(1002));
  CHECK(won[1] == Approx(998));
  const auto tied = *elo_ratings(std::vector<Pairing>{{0, 1, 0.5}}, 3);
  CHECK(tied == std::vector<double>{1000, 1000, 1000});
}

TEST_CASE("400 points are odds of ten to one") {
  // First 1200 to 800 after one win at k = 400; then the favourite wins again: 400·(1 − 10/11).
  const auto ratings =
      *elo_ratings(std::vector<Pairing>{{0, 1, 1}, {1, 0, 0}}, 2, {1000, 400, 400});
  CHECK(ratings[0] == Approx(1200 + 400.0 / 11));
  CHECK(ratings[1] == Approx(800 - 400.0 / 11));
}

TEST_CASE("points only change hands, and their order matters") {
  const std::vector<Pairing> games{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {0, 2, 0.5}, {1, 1, 1}};
  const std::vector<Pairing> backwards(games.rbegin(), games.rend());
  const auto there = *elo_ratings(games, 3, {.k = 32}),
             back = *elo_ratings(backwards, 3, {.k = 32});
  CHECK(std::accumulate(there.begin(), there.end(), 0.0) == Approx(3000));
  CHECK(there[0] != Approx(back[0]).epsilon(1e-9));
}

TEST_CASE("what cannot be rated") {
  const std::vector<Pairing> games{{0, 1, 1}};
  CHECK(elo_ratings({}, 0)->empty());
  CHECK_FALSE(elo_ratings(games, 1));
  CHECK_FALSE(elo_ratings(games, 2, {.scale = 0}));
  CHECK_FALSE(elo_ratings(games, 2, {.initial = NAN}));
  CHECK_FALSE(elo_ratings(std::vector<Pairing>{{0, 1, NAN}}, 2));
}
