#include "stats/pass_at_k.hpp"

#include <doctest/doctest.h>

#include <bit>

using namespace judge;
using doctest::Approx;

TEST_CASE("pass@k and pass^k count the choices of k attempts") {
  // Of 5 attempts 2 passed: C(5,2) = 10 choices of two, C(3,2) = 3 without a pass, C(2,2) = 1 all.
  CHECK(*pass_at_k(5, 2, 2) == Approx(0.7));
  CHECK(*pass_hat_k(5, 2, 2) == Approx(0.1));
  CHECK(*pass_at_k(200, 20, 1) == Approx(0.1));
  CHECK(*pass_hat_k(200, 20, 1) == Approx(0.1));
}

TEST_CASE("pass@k and pass^k agree with trying every choice") {
  for (unsigned n = 1; n <= 8; ++n)
    for (unsigned c = 0; c <= n; ++c)
      for (unsigned k = 1; k <= n; ++k) {
        const unsigned passes = (1u << c) - 1;  // the first c attempts passed
        double any = 0, all = 0, choices = 0;
        for (unsigned choice = 0; choice < 1u << n; ++choice) {
          if (std::popcount(choice) != static_cast<int>(k)) continue;
          ++choices;
          if ((choice & passes) != 0) ++any;
          if ((choice & ~passes) == 0) ++all;
        }
        CHECK(*pass_at_k(n, c, k) == Approx(any / choices));
        CHECK(*pass_hat_k(n, c, k) == Approx(all / choices));
      }
}

TEST_CASE("none and all passed are certain") {
  CHECK(*pass_at_k(10, 0, 5) == 0);
  CHECK(*pass_hat_k(10, 0, 5) == 0);
  CHECK(*pass_at_k(10, 10, 5) == 1);
  CHECK(*pass_hat_k(10, 10, 5) == 1);
  CHECK(*pass_at_k(10, 6, 5) == 1);  // fewer failures than k
  CHECK(*pass_at_k(1'000'000'000'000, 999'999'999'999, 1) == Approx(1));
}

TEST_CASE("more attempts asked for than made have no value") {
  CHECK_FALSE(pass_at_k(3, 1, 4));
  CHECK_FALSE(pass_hat_k(3, 1, 4));
  CHECK_FALSE(pass_at_k(3, 1, 0));
  CHECK_FALSE(pass_at_k(0, 0, 1));
  CHECK_FALSE(pass_at_k(3, 4, 1));
}
