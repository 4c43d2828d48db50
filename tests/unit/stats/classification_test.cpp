#include "stats/classification.hpp"

#include <doctest/doctest.h>

using namespace judge;
using doctest::Approx;

TEST_CASE("precision, recall and F1 of three classes by hand") {
  // Truth 0: 5 right, 1 as 1. Truth 1: 2 right, 2 as 2. Truth 2: 3 right, 1 as 0.
  Confusion pairs(3);
  pairs.add(0, 0, 5);
  pairs.add(0, 1, 1);
  pairs.add(1, 1, 2);
  pairs.add(1, 2, 2);
  pairs.add(2, 2, 3);
  pairs.add(2, 0, 1);
  const auto result = *classification(pairs);
  CHECK(result.n == 14);
  CHECK(result.accuracy == Approx(10.0 / 14));
  CHECK(result.classes[0].support == 6);
  CHECK(result.classes[0].predicted == 6);
  CHECK(*result.classes[0].precision == Approx(5.0 / 6));
  CHECK(*result.classes[1].precision == Approx(2.0 / 3));
  CHECK(*result.classes[1].recall == Approx(0.5));
  CHECK(*result.classes[1].f1 == Approx(4.0 / 7));
  CHECK(*result.classes[2].precision == Approx(0.6));
  CHECK(*result.classes[2].recall == Approx(0.75));
  CHECK(result.balanced_accuracy == Approx((5.0 / 6 + 0.5 + 0.75) / 3));
  CHECK(result.macro_precision == Approx((5.0 / 6 + 2.0 / 3 + 0.6) / 3));
  CHECK(result.macro_f1 == Approx((5.0 / 6 + 4.0 / 7 + 2.0 / 3) / 3));
}

TEST_CASE("a class never said, one never true and one that does not occur") {
  // Truths 0 0 1 2, said 0 3 0 2; class 4 nowhere.
  const std::vector<std::uint32_t> truth{0, 0, 1, 2}, said{0, 3, 0, 2};
  const auto result = *classification(Confusion(5, truth, said));
  CHECK_FALSE(result.classes[1].precision);
  CHECK(*result.classes[1].recall == 0);
  CHECK_FALSE(result.classes[3].recall);
  CHECK(*result.classes[3].precision == 0);
  CHECK(*result.classes[3].f1 == 0);
  CHECK_FALSE(result.classes[4].f1);
  CHECK(result.balanced_accuracy == Approx((0.5 + 0 + 1) / 3));
  CHECK(result.macro_recall == Approx((0.5 + 0 + 1 + 0) / 4));
  CHECK(result.macro_f1 == Approx((0.5 + 0 + 1 + 0) / 4));
}

TEST_CASE("F1 is the harmonic mean of precision and recall") {
  const std::vector<std::uint32_t> truth{0, 0, 1, 1, 1, 0, 1}, said{0, 1, 1, 1, 0, 0, 1};
  for (const auto& one : classification(Confusion(2, truth, said))->classes)
    CHECK(*one.f1 == Approx(2 / (1 / *one.precision + 1 / *one.recall)));
}

TEST_CASE("all right is 1 throughout, and nothing is nothing") {
  const std::vector<std::uint32_t> labels{0, 1, 1, 2};
  const auto result = *classification(Confusion(3, labels, labels));
  CHECK(result.accuracy == 1);
  CHECK(result.balanced_accuracy == 1);
  CHECK(result.macro_f1 == 1);
  CHECK_FALSE(classification(Confusion(3)));
  CHECK_FALSE(classification(Confusion(0)));
}
