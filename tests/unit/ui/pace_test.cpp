#include "ui/pace.hpp"

#include <doctest/doctest.h>

#include "unit/ui/snapshots.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

struct Done {
  std::uint64_t all = 0;
  std::uint64_t resumed = 0;
};

Snapshot at(std::chrono::milliseconds elapsed, Done done) {
  Snapshot snapshot;
  snapshot.stage = "running";
  snapshot.elapsed = elapsed;
  snapshot.total = 10'000;
  snapshot.done = done.all;
  snapshot.resumed = done.resumed;
  return snapshot;
}

}  // namespace

TEST_CASE("no pace is known before half a second has been seen") {
  PaceMeter meter;
  CHECK_FALSE(meter.pace().per_second.has_value());
  meter.observe(at(0ms, {0}));
  meter.observe(at(400ms, {40}));
  CHECK_FALSE(meter.pace().per_second.has_value());
  meter.observe(at(500ms, {50}));
  CHECK(meter.pace().per_second == doctest::Approx(100));
}

TEST_CASE("the time left follows from the pace") {
  PaceMeter meter;
  meter.observe(at(0ms, {0}));
  meter.observe(at(1s, {100}));
  CHECK(meter.pace().left == 99s);
}

TEST_CASE("nothing is left to wait for when all is done, and nothing to say when nothing moves") {
  PaceMeter done;
  done.observe(at(0ms, {0}));
  done.observe(at(1s, {10'000}));
  CHECK(done.pace().per_second == doctest::Approx(10'000));
  CHECK_FALSE(done.pace().left.has_value());
  PaceMeter still;
  still.observe(at(0ms, {7}));
  still.observe(at(30s, {7}));
  CHECK(still.pace().per_second == doctest::Approx(0));
  CHECK_FALSE(still.pace().left.has_value());
}

TEST_CASE("the pace is that of the last ten seconds") {
  PaceMeter meter;
  std::uint64_t done = 0;
  for (auto now = 0ms; now <= 20s; now += 100ms) meter.observe(at(now, {done += 10}));
  CHECK(meter.pace().per_second == doctest::Approx(100));
  for (auto now = 20'100ms; now <= 30s; now += 100ms) meter.observe(at(now, {done += 1}));
  CHECK(meter.pace().per_second == doctest::Approx(10));
}

TEST_CASE("samples found done are no part of the pace") {
  PaceMeter meter;
  meter.observe(at(0ms, {5'000, 5'000}));
  meter.observe(at(1s, {5'010, 5'000}));
  CHECK(meter.pace().per_second == doctest::Approx(10));
  CHECK(meter.pace().left == 499s);
}

TEST_CASE("the time before the first stage that brings results does not dilute the pace") {
  PaceMeter meter;
  for (auto now = 0ms; now <= 8s; now += 100ms)
    meter.observe(test::stage_only("checking the dataset", now));
  meter.observe(at(8'100ms, {10}));
  meter.observe(at(9s, {100}));
  CHECK(meter.pace().per_second == doctest::Approx(100));
}

TEST_CASE("draining goes on with the pace there was") {
  PaceMeter meter;
  meter.observe(at(0ms, {0}));
  meter.observe(at(5s, {500}));
  auto draining = at(5'100ms, {510});
  draining.stage = "draining";
  meter.observe(draining);
  CHECK(meter.pace().per_second == doctest::Approx(100));
}

TEST_CASE("snapshots that come a thousand times a second leave the pace as it is") {
  PaceMeter meter;
  for (auto now = 0ms; now <= 60s; now += 1ms)
    meter.observe(at(now, {static_cast<std::uint64_t>(now.count() / 10)}));
  CHECK(meter.pace().per_second == doctest::Approx(100).epsilon(0.02));
}
