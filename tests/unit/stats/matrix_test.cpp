#include "stats/matrix.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

TEST_CASE("a solution multiplied gives back the right side, and the inverse the unit matrix") {
  PhiloxStream random(71, 0);
  const std::size_t n = 8;
  const auto root = normals(random, n * n), b = normals(random, n);
  SquareMatrix a(n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) a(i, j) += root[i * n + k] * root[j * n + k];
  const auto factor = Cholesky::of(a);
  REQUIRE(factor);
  const auto x = factor->solve(b);
  const auto inverse = factor->inverse();
  for (std::size_t i = 0; i < n; ++i) {
    double row = 0;
    for (std::size_t j = 0; j < n; ++j) row += a(i, j) * x[j];
    CHECK(row == Approx(b[i]));
    for (std::size_t j = 0; j < n; ++j) {
      double cell = 0;
      for (std::size_t k = 0; k < n; ++k) cell += a(i, k) * inverse(k, j);
      CHECK(std::abs(cell - (i == j ? 1 : 0)) < 1e-8);
    }
  }
}

TEST_CASE("singular, indefinite and odd matrices are refused") {
  SquareMatrix singular(2), indefinite(2), odd(2);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) {
      singular(i, j) = 1;
      indefinite(i, j) = i == j ? 1 : 2;
      odd(i, j) = NAN;
    }
  CHECK_FALSE(Cholesky::of(singular));
  CHECK_FALSE(Cholesky::of(indefinite));
  CHECK_FALSE(Cholesky::of(odd));
  CHECK_FALSE(Cholesky::of(SquareMatrix(1)));
}
