#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"
#include "stats/mcnemar.hpp"
#include "stats/sign_flip.hpp"

using namespace judge;
using doctest::Approx;

TEST_CASE("McNemar's exact test has the binomial's probabilities") {
  // scipy.stats 1.10: min(1, 2·binom.cdf(min(b, c), b + c, .5)).
  CHECK(mcnemar_exact({6, 16}) == Approx(0.052478790283203125));
  CHECK(mcnemar_exact({16, 6}) == Approx(0.052478790283203125));
  CHECK(mcnemar_exact({0, 5}) == Approx(0.0625));
  CHECK(mcnemar_exact({121, 59}) == Approx(4.4344492637551645e-06));
  CHECK(mcnemar_exact({1, 0}) == 1);
  CHECK(mcnemar_exact({10, 10}) == 1);
  CHECK(mcnemar_exact({0, 0}) == 1);
  CHECK(mcnemar_exact({500'000, 501'000}) == Approx(0.318).epsilon(0.01));
}

TEST_CASE("only verdicts that differ count") {
  const std::vector<double> first{1, 1, 0, 0, 1, 0}, second{1, 0, 1, 0, 0, 0};
  const auto counts = discordant(first, second);
  CHECK(counts.only_first == 2);
  CHECK(counts.only_second == 1);
  CHECK(counts.total() == 3);
}

namespace {

/// Fisher (1935), The Design of Experiments, chapter 3: Darwin's crossed and self-fertilised maize,
/// differences in eighths of an inch. Of 32,768 sign patterns 1,726 are as extreme, 5.267%.
const std::vector<double> darwin{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};

}  // namespace

TEST_CASE("Fisher's test of Darwin's maize") {
  const auto result = *sign_flip_test(darwin, 100, 1);
  CHECK(result.exact);
  CHECK(result.permutations == 32768);
  CHECK(result.p == 1726.0 / 32768);
}

TEST_CASE("equal sums are as extreme, though rounding parts them") {
  // All 256 patterns in numpy, with a tolerance: 20.
  CHECK(sign_flip_test(std::vector{0.2, -0.1, 0.1, 0.3, -0.05, 0.2, 0.1, 0.1}, 100, 1)->p ==
        20.0 / 256);
}

TEST_CASE("differences of 0 do not matter") {
  auto padded = darwin;
  padded.insert(padded.begin(), 50, 0.0);
  CHECK(sign_flip_test(padded, 100, 1)->p == 1726.0 / 32768);
  const auto none = *sign_flip_test(std::vector(5, 0.0), 100, 1);
  CHECK(none.p == 1);
  CHECK(none.exact);
}

TEST_CASE("with equal sizes it is McNemar's test, exact or drawn") {
  const auto signs = [](std::size_t up, std::size_t down) {
    std::vector<double> d(up, 1.0);
    d.resize(up + down, -1.0);
    return d;
  };
  CHECK(sign_flip_test(signs(11, 3), 100, 1)->p == Approx(mcnemar_exact({11, 3})));
  const auto drawn = *sign_flip_test(signs(60, 40), 20000, 1);
  CHECK_FALSE(drawn.exact);
  CHECK(std::abs(drawn.p - mcnemar_exact({60, 40})) < 0.006);
}

TEST_CASE("more differences are drawn, to the same effect, in any order") {
  PhiloxStream random(51, 0);
  auto differences = normals(random, 30);
  for (double& d : differences) d += 0.4;
  const auto first = *sign_flip_test(differences, 5000, 3);
  std::vector<double> reversed(differences.rbegin(), differences.rend());
  CHECK(sign_flip_test(reversed, 5000, 3)->p == first.p);
  CHECK(std::abs(sign_flip_test(differences, 5000, 4)->p - first.p) < 0.03);
  for (double& d : differences) d = -2.5 * d;
  CHECK(sign_flip_test(differences, 5000, 3)->p == Approx(first.p));
}

TEST_CASE("p is never 0 where patterns are drawn, and there is none of nothing") {
  CHECK(sign_flip_test(std::vector(100, 1.0), 999, 1)->p == Approx(0.001));
  CHECK_FALSE(sign_flip_test({}, 100, 1));
  CHECK_FALSE(sign_flip_test(darwin, 0, 1));
  CHECK_FALSE(sign_flip_test(std::vector<double>{1.0, NAN}, 100, 1));
}

TEST_CASE("without a difference p is below 5% in about 5% of cases") {
  const double found = share_of(1000, [](PhiloxStream& random) {
    return sign_flip_test(normals(random, 20), 199, random.bits())->p <= 0.05;
  });
  CHECK(std::abs(found - 0.05) < 0.025);
}
