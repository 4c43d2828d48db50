#include "sched/rate_limit.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "base/random.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

struct Sent {
  Time when;
  double amount;
};

/// The most that falls into any 60 s, [t, t + 60 s).
double busiest_minute(const std::vector<Sent>& sent) {
  double most = 0;
  double sum = 0;
  std::size_t first = 0;
  for (const auto& last : sent) {
    sum += last.amount;
    while (sent[first].when + 60s <= last.when) sum -= sent[first++].amount;
    most = std::max(most, sum);
  }
  return most;
}

constexpr Time start{1h};

}  // namespace

TEST_CASE("requests are spread evenly over the minute") {
  RateLimit limit(60);
  for (int i = 0; i < 5; ++i) CHECK(limit.book(1, start).when == start + i * 1s);
}

TEST_CASE("time that passes unused gives no burst") {
  RateLimit limit(60);
  limit.book(1, start);
  CHECK(limit.book(1, start + 100s).when == start + 100s);
  CHECK(limit.book(1, start + 100s).when == start + 101s);
}

TEST_CASE("a late wake-up loses no capacity: bookings made ahead keep their times") {
  RateLimit limit(6000);
  Time last{};
  for (int i = 0; i < 6000; ++i) last = limit.book(1, start).when;
  CHECK(last - start < 60s);
  CHECK(last - start > 59900ms);
}

TEST_CASE("what was overestimated is given back to those who come after") {
  RateLimit limit(600);
  const auto first = limit.book(100, start);
  limit.settle(first, 10);
  CHECK(limit.book(10, start).when == start + 1s);
}

TEST_CASE("what was underestimated is owed") {
  RateLimit limit(600);
  const auto first = limit.book(10, start);
  limit.settle(first, 100);
  CHECK(limit.book(10, start).when == start + 10s);
}

TEST_CASE("a booking larger than the whole limit gets an empty minute, then the next waits") {
  RateLimit limit(100);
  limit.book(10, start);
  const auto huge = limit.book(500, start + 6s);
  CHECK(huge.when == start + 60s);
  CHECK(limit.book(1, start + 60s).when >= huge.when + 60s);
}

TEST_CASE("a pause holds every later booking back") {
  RateLimit limit(60);
  limit.pause(start + 30s);
  CHECK(limit.book(1, start).when == start + 30s);
  CHECK(limit.book(1, start).when == start + 31s);
}

TEST_CASE("next() says what book() then does") {
  RateLimit limit(120);
  for (int i = 0; i < 300; ++i) {
    const auto said = limit.next(1 + i % 7, start);
    CHECK(limit.book(1 + i % 7, start).when == said);
  }
}

TEST_CASE("no 60 seconds hold more than the limit, whatever the sizes, pauses and corrections") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    RateLimit limit(1000);
    std::vector<Sent> sent;
    auto now = start;
    for (int i = 0; i < 400; ++i) {
      now += milliseconds(random.below(2000));
      const auto estimate = 1.0 + static_cast<double>(random.below(200));
      const auto booking = limit.book(estimate, now);
      if (!sent.empty()) REQUIRE(booking.when >= sent.back().when);
      sent.push_back({booking.when, estimate});
      now = booking.when;
      // It turns out smaller, as an estimate that is bounded by max tokens does.
      if (random.below(2) == 0) {
        const auto actual =
            1.0 + static_cast<double>(random.below(static_cast<std::uint64_t>(estimate)));
        limit.settle(booking, actual);
        sent.back().amount = actual;
      }
      if (random.below(20) == 0) limit.pause(now + seconds(random.below(20)));
    }
    CHECK(busiest_minute(sent) <= 1000);
  }
}
