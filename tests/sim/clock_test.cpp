// Clocks that do what they should not.
#include <doctest/doctest.h>

#include "support/world.hpp"

using namespace judge;

namespace {

/// Does `what` to the clock 5 s after the start of a run.
World::During after_five_seconds(std::function<void(VirtualClock&)> what) {
  return [what](StopSignal&, Clock& clock) {
    std::vector<TimerHandle> timers;
    timers.push_back(
        clock.at(clock.now() + 5s, [&clock, what] { what(dynamic_cast<VirtualClock&>(clock)); }));
    return timers;
  };
}

/// All that a run leaves but its times of day, and how long it took.
std::pair<std::vector<nlohmann::json>, Duration> trace(Duration wall_step) {
  World world(300);
  world.config.models[0].rpm = 1200;
  SimBehaviour b;
  b.rpm = 600;  // so that many are refused
  b.retry_after_in_seconds = true;
  b.error_500 = 0.05;
  const auto outcome = world.run(
      b, {}, after_five_seconds([wall_step](auto& clock) { clock.step_wall(wall_step); }));
  world.check_promises(outcome);
  CHECK(outcome.books.rate_limited > 0);
  auto lines = world.lines();
  for (auto& line : lines)
    for (const auto* key : {"finished_at", "crc32"}) line.erase(key);
  return {std::move(lines), outcome.took};
}

}  // namespace

TEST_CASE("a wall clock set forward or back by an hour changes nothing but times of day") {
  const auto undisturbed = trace({});
  CHECK(undisturbed.first.size() == 300);
  CHECK(trace(1h) == undisturbed);
  CHECK(trace(-1h) == undisturbed);
}

TEST_CASE("an hour missed with requests in flight fails no sample and pays nothing twice") {
  for (const auto back_after : {0s, 20s}) {
    World world(200);
    SimBehaviour b;
    b.latency = 2s;
    // The network may need a while to come back.
    b.outages = {{1h, 1h + 5s + back_after, Outage::Kind::refused}};
    const auto outcome = world.run(b, {}, after_five_seconds([](auto& clock) { clock.jump(1h); }));
    world.check_promises(outcome);
    CHECK(outcome.summary->tally.scored == 200);
    CHECK(outcome.took > 1h);
  }
}
