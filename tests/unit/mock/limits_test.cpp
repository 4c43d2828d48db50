#include "mock/limits.hpp"

#include <doctest/doctest.h>

#include "mock/openai.hpp"

using namespace judge;
using namespace judge::mock;

namespace {

constexpr Time kStart{};
using Bound = Admission::Bound;

/// How many requests of `tokens` are let in at once.
int burst_of(Limits& limits, Time now, double tokens = 0) {
  int admitted = 0;
  while (admitted < 100'000 && limits.admit(tokens, now).admitted()) ++admitted;
  return admitted;
}

}  // namespace

TEST_CASE("without limits everything is admitted and no header tells of any") {
  Limits limits({}, {}, {}, kStart);
  CHECK(limits.admit(1e12, kStart).admitted());
  CHECK(x_ratelimit(limits, go_duration).empty());
}

TEST_CASE("the burst is a second's worth of requests, at least one, or what is asked for") {
  Limits second(600, {}, {}, kStart);
  CHECK(burst_of(second, kStart) == 10);
  Limits slow(6, {}, {}, kStart);
  CHECK(burst_of(slow, kStart) == 1);
  Limits asked(600, {}, 25, kStart);
  CHECK(burst_of(asked, kStart) == 25);
}

TEST_CASE("over a long time exactly rpm requests a minute pass beyond the burst") {
  Limits limits(300, {}, 4, kStart);
  int admitted = 0;
  for (int ms = 0; ms <= 60'000; ++ms)
    if (limits.admit(0, kStart + milliseconds(ms)).admitted()) ++admitted;
  CHECK(admitted == 304);
}

TEST_CASE("a refused request comes in exactly when retry_after said, and not before") {
  Limits limits(60, {}, 1, kStart);
  REQUIRE(limits.admit(0, kStart).admitted());
  const auto refused = limits.admit(0, kStart + milliseconds(300));
  CHECK(refused.bound == Bound::requests);
  CHECK(refused.retry_after == milliseconds(700));
  CHECK_FALSE(limits.admit(0, kStart + milliseconds(999)).admitted());
  CHECK(limits.admit(0, kStart + milliseconds(1000)).admitted());
}

TEST_CASE("a minute's worth of tokens may come at once, and what is refused costs none") {
  Limits limits({}, 6000, {}, kStart);
  CHECK(limits.admit(5900, kStart).admitted());
  const auto refused = limits.admit(200, kStart);
  CHECK(refused.bound == Bound::tokens);
  CHECK(refused.retry_after == seconds(1));
  CHECK(limits.admit(100, kStart).admitted());
}

TEST_CASE("a request refused for its tokens does not use up a request either") {
  Limits limits(60, 1000, 1, kStart);
  CHECK(limits.admit(900, kStart).admitted());
  CHECK(limits.admit(900, kStart + seconds(1)).bound == Bound::tokens);
  CHECK(limits.admit(10, kStart + seconds(1)).admitted());
}

TEST_CASE("a request larger than the whole limit never fits and is told no time") {
  Limits limits({}, 1000, {}, kStart);
  const auto refused = limits.admit(1001, kStart);
  CHECK(refused.bound == Bound::too_large);
  CHECK(refused.retry_after == Duration::zero());
  CHECK(limits.admit(1000, kStart).admitted());
}

TEST_CASE("a clock that stands still or goes back fills nothing") {
  Limits limits(60, {}, 1, kStart);
  REQUIRE(limits.admit(0, kStart).admitted());
  CHECK_FALSE(limits.admit(0, kStart - seconds(100)).admitted());
}

TEST_CASE("headers tell limit, remaining and the time to a full refill") {
  Limits limits(60, 6000, 10, kStart);
  for (int i = 0; i < 3; ++i) REQUIRE(limits.admit(1000, kStart).admitted());
  CHECK(x_ratelimit(limits, go_duration) ==
        "x-ratelimit-limit-requests: 60\r\n"
        "x-ratelimit-remaining-requests: 7\r\n"
        "x-ratelimit-reset-requests: 3s\r\n"
        "x-ratelimit-limit-tokens: 6000\r\n"
        "x-ratelimit-remaining-tokens: 3000\r\n"
        "x-ratelimit-reset-tokens: 30s\r\n");
}

TEST_CASE("durations are written as Go writes them") {
  using namespace std::chrono;
  const std::pair<Duration, const char*> cases[] = {
      {Duration::zero(), "0s"},
      {milliseconds(12), "12ms"},
      {microseconds(1), "1ms"},
      {milliseconds(1000), "1s"},
      {milliseconds(1500), "1.5s"},
      {milliseconds(8640), "8.64s"},
      {minutes(6), "6m0s"},
      {minutes(4) + milliseconds(12172), "4m12.172s"},
      {hours(23) + minutes(18) + milliseconds(29144), "23h18m29.144s"},
      {hours(1), "1h0m0s"},
      {seconds(-5), "0s"},
  };
  for (const auto& [duration, text] : cases) CHECK(go_duration(duration) == text);
}

TEST_CASE("retry headers round up, so that who obeys them is not refused again") {
  CHECK(retry_headers(milliseconds(1200)) == "retry-after: 2\r\nretry-after-ms: 1200\r\n");
  CHECK(retry_headers(std::chrono::microseconds(10)) == "retry-after: 1\r\nretry-after-ms: 1\r\n");
}
