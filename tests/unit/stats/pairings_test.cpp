#include "stats/pairings.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("wins are counted, ties as half a win each, weights as so many") {
  const std::vector<Pairing> pairings{{0, 1, 1}, {1, 0, 1}, {0, 1, 0.5}, {1, 1, 1}};
  const auto plain = win_matrix(pairings, 2);
  CHECK(plain(0, 1) == 1.5);
  CHECK(plain(1, 0) == 1.5);
  CHECK(plain(1, 1) == 0);
  const auto weighted = win_matrix(pairings, 2, std::vector<std::uint32_t>{3, 0, 2, 9});
  CHECK(weighted(0, 1) == 4);
  CHECK(weighted(1, 0) == 1);
}

TEST_CASE("players are comparable who have won against each other, directly or not") {
  const std::vector<Pairing> circle{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}};
  const auto result = comparability(win_matrix(circle, 3));
  CHECK(result.complete());
  CHECK(result.connected == 1);
  CHECK(comparability(win_matrix(std::vector<Pairing>{{0, 1, 0.5}}, 2)).complete());
}

TEST_CASE("one who wins or loses always is out of reach") {
  const std::vector<Pairing> pairings{{3, 0, 1}, {3, 1, 1}, {0, 1, 1}, {1, 0, 1}, {1, 2, 1}};
  const auto result = comparability(win_matrix(pairings, 4));
  CHECK_FALSE(result.complete());
  CHECK(result.connected == 1);
  CHECK(result.groups == std::vector<std::vector<std::size_t>>{{0, 1}, {2}, {3}});
}

TEST_CASE("players who never met are told apart from those who only lost") {
  const std::vector<Pairing> pairings{{0, 1, 0.5}, {2, 3, 0.5}};
  const auto result = comparability(win_matrix(pairings, 5));
  CHECK(result.connected == 3);
  CHECK(result.groups == std::vector<std::vector<std::size_t>>{{0, 1}, {2, 3}, {4}});
  CHECK(comparability(SquareMatrix(0)).complete());
}
