#include "stats/philox.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace judge;

TEST_CASE("Philox4x32-10 gives the known answers of its authors") {
  // Random123, tests/kat_vectors, the lines "philox4x32 10".
  static_assert(philox4x32({0, 0, 0, 0}, {0, 0}) ==
                PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t ones = 0xffffffff;
  static_assert(philox4x32({ones, ones, ones, ones}, {ones, ones}) ==
                PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream is the blocks of its counter, one after another") {
  PhiloxStream stream(0x1122334455667788, 0x99aabbccddeeff00);
  for (std::uint32_t block = 0; block < 100; ++block)
    for (const auto word : philox4x32({block, 0, 0xddeeff00, 0x99aabbcc}, {0x55667788, 0x11223344}))
      CHECK(stream.word() == word);
}

TEST_CASE("streams and seeds have nothing in common, equal ones everything") {
  PhiloxStream a(1, 2), same(1, 2), other_stream(1, 3), other_seed(2, 2);
  for (int i = 0; i < 1000; ++i) {
    const auto bits = a.bits();
    CHECK(same.bits() == bits);
    CHECK(other_stream.bits() != bits);
    CHECK(other_seed.bits() != bits);
  }
}

TEST_CASE("numbers below a bound come equally often") {
  PhiloxStream random(7, 0);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60000; ++i) ++counts[random.below(6)];
  double chi2 = 0;
  for (const int count : counts) chi2 += (count - 10000) * (count - 10000) / 10000.0;
  CHECK(chi2 < 20.5);  // 99.9% of chi-squared with 5 degrees of freedom
  CHECK(random.below(1) == 0);
}

TEST_CASE("uniform numbers have mean 1/2 and variance 1/12, and stay below 1") {
  PhiloxStream random(8, 0);
  double sum = 0, squares = 0;
  const int n = 100000;
  for (int i = 0; i < n; ++i) {
    const double x = random.uniform();
    if (!(x >= 0 && x < 1)) FAIL("out of range: ", x);
    sum += x;
    squares += x * x;
  }
  CHECK(std::abs(sum / n - 0.5) < 0.004);
  CHECK(std::abs(squares / n - 1.0 / 3) < 0.004);
}

TEST_CASE("heads of n coins have the binomial's mean and variance") {
  PhiloxStream random(9, 0);
  for (const std::uint64_t n : {1u, 31u, 32u, 33u, 100u}) {
    double sum = 0, squares = 0;
    const int runs = 4000;
    for (int i = 0; i < runs; ++i) {
      const auto heads = random.heads(n);
      REQUIRE(heads <= n);
      const double apart = static_cast<double>(heads) - static_cast<double>(n) / 2;
      sum += apart;
      squares += apart * apart;
    }
    const double variance = static_cast<double>(n) / 4;
    CHECK(std::abs(sum / runs) < 4 * std::sqrt(variance / runs));
    CHECK(squares / runs == doctest::Approx(variance).epsilon(0.1));
  }
  CHECK(random.heads(0) == 0);
}
