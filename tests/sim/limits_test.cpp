#include "sim/limits.hpp"

#include <doctest/doctest.h>

using namespace judge;
using namespace std::chrono_literals;

namespace {

constexpr Time start{std::chrono::hours(1)};

/// How many requests are admitted if one comes every `step`, over `span` from `from`.
int admitted(SimLimit& limit, Time from, Duration span, Duration step) {
  int count = 0;
  for (auto now = from; now < from + span; now += step) {
    if (limit.when(1, now) > now) continue;
    limit.take(1, now);
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("a token bucket admits its burst at once, then its rate") {
  SimLimit bucket(600, Counting::token_bucket, 5, 60s, start);
  CHECK(admitted(bucket, start, 1us, 1ns) == 5);
  CHECK(bucket.when(1, start) > start + 99ms);
  CHECK(bucket.when(1, start) < start + 101ms);
  CHECK(admitted(bucket, start + 100ms, 60s, 1ms) == 600);
  const auto later = start + 60200ms;
  CHECK(bucket.full(later) > later);
  CHECK(bucket.when(5, later) == bucket.full(later));
}

TEST_CASE("a fixed window admits a window's worth in each, however close together") {
  SimLimit windows(60, Counting::fixed_window, 1, 10s, start);
  CHECK(admitted(windows, start + 9s, 1s, 1ms) == 10);
  CHECK(windows.when(1, start + 9999ms) == start + 10s);
  CHECK(admitted(windows, start + 10s, 1s, 1ms) == 10);
  CHECK(windows.remaining(start + 11s) == doctest::Approx(0));
  CHECK(windows.full(start + 11s) == start + 20s);
}

TEST_CASE("a sliding window admits no more than its worth in any span of it") {
  SimLimit sliding(60, Counting::sliding_window, 1, 10s, start);
  CHECK(admitted(sliding, start + 9s, 1s, 1ms) == 10);
  CHECK(sliding.when(1, start + 10s) == start + 19s);
  CHECK(admitted(sliding, start + 10s, 9s, 1ms) == 0);
  CHECK(sliding.when(3, start + 10s) == start + 19s + 2ms);
  CHECK(admitted(sliding, start + 19s, 1s, 1ms) == 10);
}

TEST_CASE("what fits into no limit is admitted when all of it is free") {
  for (const auto counting :
       {Counting::token_bucket, Counting::fixed_window, Counting::sliding_window}) {
    SimLimit limit(600, counting, 100, 10s, start);
    CHECK(limit.when(1e6, start) == start);
    limit.take(1e6, start);
    CHECK(limit.when(1, start) > start);
    const auto free = limit.full(start);
    CHECK(free == start + 10s);
    CHECK(limit.when(1e6, start) == free);
  }
}

TEST_CASE("a changed limit counts from its moment on, not from the next request on") {
  const std::vector<LimitChange> changes{{10s, 0.5}, {20s, 1}};
  SimLimits stated;
  stated.rpm = 60;
  stated.burst = 100;
  SimKeyLimits limits(stated, changes, start);
  for (int i = 0; i < 100; ++i) limits.take(1, start);
  // 10 s at one a second, 10 s at half of that, 10 s at one again.
  CHECK(limits.requests()->remaining(start) == doctest::Approx(0));
  CHECK(limits.when(1, start + 30s) == start + 30s);
  CHECK(limits.requests()->remaining(start + 30s) == doctest::Approx(25));
}

TEST_CASE("a limit of nothing admits nothing until it comes back") {
  const std::vector<LimitChange> changes{{0s, 0}, {20s, 1}};
  SimLimits stated;
  stated.rpm = 60;
  stated.counting = Counting::sliding_window;
  SimKeyLimits limits(stated, changes, start);
  CHECK(limits.when(1, start) == Time::max());
  CHECK(limits.when(1, start + 20s) == start + 20s);
}

TEST_CASE("requests and tokens both have to be there") {
  SimLimits stated;
  stated.rpm = 60;
  stated.burst = 2;
  stated.tpm = 600;
  stated.tpm_burst = 15;
  SimKeyLimits limits(stated, {}, start);
  limits.take(10, start);
  CHECK(limits.when(5, start) == start);
  CHECK(limits.when(10, start) == start + 500ms);
  CHECK(limits.bound_by_tokens(10, start));
  limits.take(5, start);
  CHECK(limits.when(1, start) == start + 1s);
  CHECK_FALSE(limits.bound_by_tokens(1, start));
}
