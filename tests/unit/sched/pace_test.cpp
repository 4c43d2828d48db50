#include "sched/pace.hpp"

#include <doctest/doctest.h>

using namespace judge;
using namespace std::chrono_literals;

namespace {

constexpr Time start{1h};

/// Sends at `rate` a second from `from` on, for `span`.
void send_evenly(Pace& pace, double rate, Time from, Duration span) {
  const auto gap = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(1 / rate));
  for (auto now = from; now < from + span; now += gap) pace.sent(now);
}

}  // namespace

TEST_CASE("without refusals there is no pace") {
  Pace pace(start);
  send_evenly(pace, 1000, start, 5s);
  CHECK_FALSE(pace.rate(start + 5s));
  CHECK(pace.next(start + 5s) == start + 5s);
}

TEST_CASE("the first refusal sets the pace a little below what was accepted") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  CHECK(pace.refused(start + 10s, start + 10s, 64));
  const auto rate = pace.rate(start + 10s);
  REQUIRE(rate);
  CHECK(*rate > 44);
  CHECK(*rate < 50);
}

TEST_CASE("the refusals of what was already in flight are one episode") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  CHECK(pace.refused(start + 9900ms, start + 10s, 64));
  const auto after_first = pace.rate(start + 10s);
  for (int i = 0; i < 40; ++i) CHECK_FALSE(pace.refused(start + 9950ms, start + 10s + i * 1ms, 64));
  CHECK(pace.rate(start + 10s) == after_first);
}

TEST_CASE("a refusal soon after a cut cuts again, by a fixed part") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  pace.refused(start + 10s, start + 10s, 64);
  const auto before = *pace.rate(start + 10s);
  CHECK(pace.refused(start + 10100ms, start + 10100ms, 64));
  CHECK(*pace.rate(start + 10100ms) < 0.85 * before);
  CHECK(*pace.rate(start + 10100ms) > 0.5 * before);
}

TEST_CASE("a pace grows while nothing is refused, and is forgotten in the end") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  pace.refused(start + 10s, start + 10s, 64);
  const auto cut = *pace.rate(start + 10s);
  CHECK(*pace.rate(start + 11s) > cut);
  CHECK(pace.rate(start + 25s).value_or(0) > 2 * cut);
  CHECK_FALSE(pace.rate(start + 60s));  // forgotten
}

TEST_CASE("a pause neither counts nor lets it grow") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  pace.refused(start + 10s, start + 10s, 64);
  const auto cut = pace.rate(start + 10s);
  pace.hold(start + 100s);
  CHECK(pace.rate(start + 100s) == cut);
  CHECK(*pace.rate(start + 101s) > *cut);
}

TEST_CASE("where nothing was accepted yet, it begins with what may be in flight") {
  Pace pace(start);
  pace.refused(start, start + 50ms, 64);
  CHECK(pace.rate(start + 50ms) == 64);
}

TEST_CASE("a first estimate over a moment is rather too high than too low") {
  Pace pace(start);
  for (int i = 0; i < 64; ++i) pace.sent(start);
  for (int i = 0; i < 24; ++i) pace.refused(start, start + 5ms, 64);
  CHECK(*pace.rate(start + 5ms) > 150);
}

TEST_CASE("it never stands still, whatever is refused") {
  Pace pace(start);
  for (int i = 0; i < 200; ++i) pace.refused(start + i * 1s, start + i * 1s, 1);
  CHECK(*pace.rate(start + 200s) > 0.04);
}

TEST_CASE("requests are spaced by the pace") {
  Pace pace(start);
  send_evenly(pace, 50, start, 10s);
  pace.refused(start + 10s, start + 10s, 64);
  const auto gap = pace.next(start + 10s + 1ms) - (start + 10s);
  CHECK(gap > 0ms);
  CHECK(gap < 30ms);
}
