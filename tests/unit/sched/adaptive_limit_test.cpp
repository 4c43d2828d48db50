#include "sched/adaptive_limit.hpp"

#include <doctest/doctest.h>

using namespace judge;

namespace {

constexpr Time now{1h};
constexpr Concurrency automatic{.automatic = true, .start = 16, .max = 512};

}  // namespace

TEST_CASE("a fixed limit does not move") {
  AdaptiveLimit limit({.automatic = false, .start = 8, .max = 8});
  for (int i = 0; i < 100; ++i) limit.succeeded(8, now);
  CHECK_FALSE(limit.congested());
  CHECK(limit.value() == 8);
}

TEST_CASE("it grows while every permit is in use, up to its maximum") {
  AdaptiveLimit limit(automatic);
  for (int i = 0; i < 10'000; ++i) limit.succeeded(limit.value(), now);
  CHECK(limit.value() == 512);
}

TEST_CASE("it does not grow while permits are idle") {
  AdaptiveLimit limit(automatic);
  for (int i = 0; i < 1000; ++i) limit.succeeded(15, now);
  CHECK(limit.value() == 16);
}

TEST_CASE("a congestion cuts it, and growth is slow from then on") {
  AdaptiveLimit limit(automatic);
  CHECK(limit.congested());
  CHECK(limit.value() == 11);
  for (int i = 0; i < 11; ++i) limit.succeeded(limit.value(), now);
  CHECK(limit.value() == 12);
}

TEST_CASE("from any depth it recovers: never below 1, never frozen") {
  AdaptiveLimit limit(automatic);
  for (int i = 0; i < 100; ++i) limit.congested();
  CHECK(limit.value() == 1);
  for (int i = 0; i < 200; ++i) limit.succeeded(limit.value(), now);
  CHECK(limit.value() > 15);
}

TEST_CASE("a server's fault pauses growth and cuts nothing") {
  AdaptiveLimit limit(automatic);
  limit.faulted(now);
  for (int i = 0; i < 100; ++i) limit.succeeded(16, now + 5s);
  CHECK(limit.value() == 16);
  for (int i = 0; i < 100; ++i) limit.succeeded(limit.value(), now + 10s);
  CHECK(limit.value() > 16);
}
