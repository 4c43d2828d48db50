#include <doctest/doctest.h>

#include <limits>

#include "base/text.hpp"

using namespace judge;
using namespace std::chrono_literals;

TEST_CASE("durations are sums of numbers with units") {
  CHECK(parse_duration("350ms") == 350ms);
  CHECK(parse_duration("30s") == 30s);
  CHECK(parse_duration("5m") == 5min);
  CHECK(parse_duration("8h") == 8h);
  CHECK(parse_duration("2d") == 48h);
  CHECK(parse_duration("1h30m") == 90min);
  CHECK(parse_duration("1.5s") == 1500ms);
  CHECK(parse_duration("0s") == 0ms);
  CHECK(parse_duration("1m0.5s20ms") == 60'520ms);
}

TEST_CASE("what is no duration is refused") {
  for (const auto* text : {"", "30", "s", "-5s", "+5s", "5 s", " 5s", "5s ", "1e3s", "infs", "nans",
                           "5sec", "5S", "1h30", "1..5s", ".5s", "9999999999999999999s", "101000d"})
    CHECK_MESSAGE(!parse_duration(text), text);
}

TEST_CASE("durations are shown in at most two units") {
  CHECK(show_duration(0ms) == "0 s");
  CHECK(show_duration(350ms) == "0.35 s");
  CHECK(show_duration(1500ms) == "1.5 s");
  CHECK(show_duration(9990ms) == "10 s");
  CHECK(show_duration(12s) == "12 s");
  CHECK(show_duration(59'600ms) == "1 m 00 s");
  CHECK(show_duration(185s) == "3 m 05 s");
  CHECK(show_duration(2h + 10min) == "2 h 10 m");
  CHECK(show_duration(76h) == "3 d 04 h");
  CHECK(show_duration(-12s) == "-12 s");
}

TEST_CASE("counts get a comma every three digits") {
  CHECK(show_count(0) == "0");
  CHECK(show_count(999) == "999");
  CHECK(show_count(1000) == "1,000");
  CHECK(show_count(1234567) == "1,234,567");
  CHECK(show_count(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("dollars show as many digits as tell something") {
  CHECK(show_usd(0.00018) == "$0.00018");
  CHECK(show_usd(0.001) == "$0.001");
  CHECK(show_usd(0.25) == "$0.25");
  CHECK(show_usd(0.5) == "$0.50");
  CHECK(show_usd(1.24) == "$1.24");
  CHECK(show_usd(1204.1) == "$1,204.10");
  CHECK(show_usd(0) == "$0.00");
  CHECK(show_usd(-1.5) == "-$1.50");
  CHECK(show_usd(std::numeric_limits<double>::quiet_NaN()) == "$?");
}

TEST_CASE("moments are shown in UTC to the second") {
  using namespace std::chrono;
  CHECK(show_utc(sys_days(2026y / 11 / 20) + 13h + 900ms) == "2026-11-20T13:00:00Z");
  CHECK(show_utc(sys_days(1969y / 12 / 31) + 23h + 59min + 59s) == "1969-12-31T23:59:59Z");
}
