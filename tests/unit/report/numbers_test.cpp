#include "report/numbers.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace judge;

TEST_CASE("scores have at most four significant digits and no exponent") {
  CHECK(show_score(7.21449) == "7.214");
  CHECK(show_score(8) == "8");
  CHECK(show_score(0.05) == "0.05");
  CHECK(show_score(-12.3456) == "-12.35");
  CHECK(show_score(9'999.4) == "9999");
  CHECK(show_score(9'999.9) == "10000");
  CHECK(show_score(1'234'567.8) == "1234568");
}

TEST_CASE("rates are percentages with one digit") {
  CHECK(show_rate(0) == "0.0 %");
  CHECK(show_rate(0.8204) == "82.0 %");
  CHECK(show_rate(1) == "100.0 %");
}

TEST_CASE("bytes are short") {
  CHECK(show_bytes(0) == "0 B");
  CHECK(show_bytes(999) == "999 B");
  CHECK(show_bytes(1'000) == "1 kB");
  CHECK(show_bytes(12'345) == "12.3 kB");
  CHECK(show_bytes(999'600) == "1 MB");
  CHECK(show_bytes(1'240'000'000) == "1.24 GB");
}

TEST_CASE("one is not several") {
  CHECK(counted(0, "answer", "answers") == "0 answers");
  CHECK(counted(1, "answer", "answers") == "1 answer");
  CHECK(counted(1'240, "answer", "answers") == "1,240 answers");
}
