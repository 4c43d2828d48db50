#include "plan/pilot.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace judge;

TEST_CASE("the median of latencies is theirs, and of many that of a sample of them") {
  Latencies latencies;
  CHECK_FALSE(latencies.median());
  CHECK(latencies.sigma() == 0);
  for (int i = 1; i <= 101; ++i) latencies.add(milliseconds(i * 10));
  CHECK(*latencies.median() == milliseconds(510));
  for (int i = 0; i < 100'000; ++i) latencies.add(milliseconds(1 + i % 1000));
  CHECK(latencies.median()->count() == doctest::Approx(500).epsilon(0.1));
}

TEST_CASE("latencies that differ by a factor have its logarithm for their spread") {
  Latencies latencies;
  for (int i = 0; i < 1000; ++i) latencies.add(milliseconds(i % 2 ? 1000 : 2718));
  CHECK(latencies.sigma() == doctest::Approx(0.5).epsilon(0.01));
}

TEST_CASE("answers without usage tell of time, but not of tokens") {
  Pilot pilot;
  ChatReply reply;
  reply.text = "four";
  for (int i = 0; i < 50; ++i) pilot.add(100, reply, 10ms);
  CHECK(pilot.tells_latency());
  CHECK_FALSE(pilot.tells_tokens());
  CHECK(*pilot.text_bytes.mean() == 4);
}
