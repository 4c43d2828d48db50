#include "stats/multiple.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"

using namespace judge;
using doctest::Approx;

TEST_CASE("adjusted p-values are those of statsmodels") {
  // statsmodels 0.13 multipletests(p, method="holm" | "fdr_bh").
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005, 0.5, 0.04};
  const std::vector<double> by_holm{0.05, 0.12, 0.12, 0.03, 0.5, 0.12};
  const std::vector<double> by_bh{0.03, 0.048, 0.048, 0.03, 0.5, 0.048};
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK((*holm(p))[i] == Approx(by_holm[i]));
    CHECK((*benjamini_hochberg(p))[i] == Approx(by_bh[i]));
  }
}

TEST_CASE("adjusted, none is smaller than before, above 1 or out of order") {
  PhiloxStream random(61, 0);
  std::vector<double> p;
  for (int i = 0; i < 50; ++i) p.push_back(std::pow(random.uniform(), 3));
  for (const auto& adjusted : {*holm(p), *benjamini_hochberg(p)})
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(adjusted[i] >= p[i]);
      CHECK(adjusted[i] <= 1);
      for (std::size_t j = 0; j < p.size(); ++j)
        if (p[i] < p[j]) CHECK(adjusted[i] <= adjusted[j]);
      CHECK((*benjamini_hochberg(p))[i] <= (*holm(p))[i]);
    }
}

TEST_CASE("one p-value stays as it is, none stay none") {
  CHECK(*holm(std::vector{0.03}) == std::vector{0.03});
  CHECK(*benjamini_hochberg(std::vector{0.03}) == std::vector{0.03});
  CHECK(holm({})->empty());
  CHECK(benjamini_hochberg({})->empty());
}

TEST_CASE("what is no probability is refused") {
  for (const double p : {-0.1, 1.1, std::nan("")}) {
    CHECK_FALSE(holm(std::vector{0.5, p}));
    CHECK_FALSE(benjamini_hochberg(std::vector{0.5, p}));
  }
}
