#include "ui/figures.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("rates have about three digits") {
  CHECK(show_per_second(0) == "0.0/s");
  CHECK(show_per_second(0.0312) == "0.031/s");
  CHECK(show_per_second(41.34) == "41.3/s");
  CHECK(show_per_second(1'234.6) == "1,235/s");
}

TEST_CASE("a percentage is rounded down and never above 100") {
  CHECK(show_percent(0, 3) == "0.0 %");
  CHECK(show_percent(2, 3) == "66.6 %");
  CHECK(show_percent(999'999, 1'000'000) == "99.9 %");
  CHECK(show_percent(5, 3) == "100.0 %");
}

TEST_CASE("a mean keeps its number of digits") {
  CHECK(show_steady(0.5) == "0.500");
  CHECK(show_steady(-7.21) == "-7.210");
  CHECK(show_steady(72.1) == "72.10");
  CHECK(show_steady(721) == "721.0");
  CHECK(show_steady(72'100) == "72100");
}

TEST_CASE("token counts are short") {
  CHECK(show_short(0) == "0");
  CHECK(show_short(999) == "999");
  CHECK(show_short(1'000) == "1.00k");
  CHECK(show_short(12'345) == "12.3k");
  CHECK(show_short(999'499) == "999k");
  CHECK(show_short(999'500) == "1.00M");
  CHECK(show_short(9'996'000) == "10.0M");
  CHECK(show_short(1'240'000'000) == "1.24G");
}
