#include "sched/hedging.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("what is slow is not known before enough answers, then it is the quantile") {
  Hedging hedging(HedgeConfig{.after = 0.9, .max_share = 0.5});
  for (int i = 1; i <= 63; ++i) hedging.answered(milliseconds(i));
  CHECK_FALSE(hedging.patience());
  hedging.answered(milliseconds(64));
  REQUIRE(hedging.patience());
  CHECK(*hedging.patience() == 58ms);
}

TEST_CASE("only the latest answers count") {
  Hedging hedging(HedgeConfig{.after = 0.5, .max_share = 0.5});
  for (int i = 0; i < 256; ++i) hedging.answered(1s);
  CHECK(hedging.patience() == Duration(1s));
  for (int i = 0; i < 256; ++i) hedging.answered(5s);
  CHECK(hedging.patience() == Duration(5s));
}

TEST_CASE("no more second attempts than the share of all allows") {
  Hedging hedging(HedgeConfig{.after = 0.95, .max_share = 0.02});
  CHECK_FALSE(hedging.take());
  for (int i = 0; i < 99; ++i) hedging.sent();
  CHECK(hedging.take());
  CHECK_FALSE(hedging.take());
  hedging.sent();
  CHECK(hedging.take());
  CHECK_FALSE(hedging.take());
}

TEST_CASE("without a config there are none") {
  Hedging hedging(std::nullopt);
  for (int i = 0; i < 1000; ++i) {
    hedging.sent();
    hedging.answered(1s);
  }
  CHECK_FALSE(hedging.patience());
  CHECK_FALSE(hedging.take());
}
