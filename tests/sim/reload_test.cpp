// A config that is read again under a running batch.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/nasty.hpp"
#include "support/properties.hpp"
#include "support/seeds.hpp"
#include "support/world.hpp"

using namespace judge;

namespace {

void fix_connections(Config& config, std::size_t count) {
  config.models[0].max_connections = {.automatic = false, .start = count, .max = count};
}

/// Changes the world's config at that moment of the run, and has it read again.
World::During change_at(World& world, Duration when, std::function<void(Config&)> change) {
  return [&world, when, change](StopSignal&, Clock& clock) {
    std::vector<TimerHandle> timers;
    timers.push_back(clock.at(clock.now() + when, [&world, change] {
      change(world.config);
      world.updates->push(world.config);
    }));
    return timers;
  };
}

bool told(const World::Outcome& outcome, std::string_view text) {
  return std::ranges::any_of(outcome.notices, [text](const std::string& notice) {
    return notice.find(text) != std::string::npos;
  });
}

SimBehaviour steady() {
  SimBehaviour b;
  b.latency = 1s;
  b.latency_spread = 0ms;
  return b;
}

}  // namespace

TEST_CASE("a raised max_connections is used at once, a lowered one as soon as it has drained") {
  World world(2000);
  fix_connections(world.config, 8);
  const auto outcome = world.run(steady(), {}, [&world](StopSignal& stop, Clock& clock) {
    auto timers = change_at(world, 20s, [](Config& c) { fix_connections(c, 64); })(stop, clock);
    auto later = change_at(world, 30s, [](Config& c) { fix_connections(c, 4); })(stop, clock);
    timers.push_back(std::move(later[0]));
    return timers;
  });
  CHECK(outcome.summary->tally.scored == 2000);
  CHECK(most_in_flight(outcome.books, {.to = 19999ms, .key = {}}) == 8);
  CHECK(most_in_flight(outcome.books, {.from = 20s, .to = 29999ms, .key = {}}) == 64);
  CHECK(most_in_flight(outcome.books, {.from = 30s, .key = {}}) == 4);
  CHECK(told(outcome, "max_connections 8 → 64"));
  REQUIRE(outcome.sizes.size() == 2);
  CHECK(outcome.sizes[1].to == 4);
  CHECK(outcome.sizes[1].cause == "config");
}

TEST_CASE("a lowered rpm counts what was sent in the last minute; a raised one is used at once") {
  World world(600);
  fix_connections(world.config, 32);
  world.config.models[0].rpm = 600;
  const auto lowered =
      world.run(steady(), {}, change_at(world, 20s, [](Config& c) { c.models[0].rpm = 120; }));
  CHECK(lowered.summary->tally.scored == 600);
  CHECK(peak_arrivals(lowered.books, 60s, {.from = 20s, .key = {}}) <= 120);
  // 200 were sent in the first 20 s: nothing goes until all but 119 of those are a minute old.
  CHECK(arrivals_in(lowered.books, {.from = 20s, .to = 60s, .key = {}}) <= 1);

  World other(600);
  fix_connections(other.config, 32);
  other.config.models[0].rpm = 60;
  const auto raised =
      other.run(steady(), {}, change_at(other, 60s, [](Config& c) { c.models[0].rpm = 1200; }));
  CHECK(raised.summary->tally.scored == 600);
  CHECK(raised.took < 95s);
}

TEST_CASE("a new key takes over when the old one dies, and one that was dead is tried again") {
  World world(300);
  world.config.models[0].api_keys = {{Secret("key-number-one"), "env:ONE"}};
  SimBehaviour b;
  b.dies_after = {{"key-number-one", 50}};
  const auto outcome =
      world.run(b, {}, change_at(world, 1s, [](Config& config) {
                  config.models[0].api_keys.push_back({Secret("key-number-two"), "env:TWO"});
                }));
  world.check_promises(outcome);
  CHECK_FALSE(outcome.summary->stopped);
  CHECK(outcome.summary->tally.scored == 300);
  CHECK(told(outcome, "2 keys, 1 of them new"));
  CHECK(told(outcome, "going on with 1 of 2 keys"));
  REQUIRE(outcome.books.keys.size() == 2);
  CHECK(outcome.books.keys[1].answered == 250);

  World revived(300);
  revived.config.models[0].api_keys = {{Secret("key-number-one"), "env:ONE"},
                                       {Secret("key-number-two"), "env:TWO"}};
  SimBehaviour dies;
  dies.dies_after = {{"key-number-one", 5}};
  const auto again = revived.run(dies, {}, change_at(revived, 5s, [](Config&) {}));
  CHECK(again.summary->tally.scored == 300);
  // Its death is met a second time, after the config was read again.
  CHECK(std::ranges::count_if(again.notices, [](const std::string& notice) {
          return notice.find("key 1 of 2") != std::string::npos;
        }) == 2);
}

TEST_CASE("a key that is taken out is used no more") {
  World world(600);
  world.config.models[0].api_keys = {{Secret("key-number-one"), "env:ONE"},
                                     {Secret("key-number-two"), "env:TWO"}};
  const auto outcome =
      world.run(steady(), {}, change_at(world, 10s, [](Config& config) {
                  config.models[0].api_keys.erase(config.models[0].api_keys.begin());
                }));
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 600);
  CHECK(arrivals_in(outcome.books, {.from = 10s, .key = 0}) == 0);
  CHECK(arrivals_in(outcome.books, {.from = 10s, .key = 1}) > 300);
}

TEST_CASE("a raised budget lets a batch go on that would have stopped") {
  const auto spend = [](bool raise) {
    World world(400);
    world.config.models[0].price = {.input = 10, .cached_input = {}, .output = 100};
    world.config.models[0].params = {{"max_completion_tokens", 20}};
    world.config.limits.usd = 0.6;  // of 1.2
    return world
        .run(steady(), {},
             change_at(world, 10s, [raise](Config& c) { c.limits.usd = raise ? 2.0 : 0.6; }))
        .summary;
  };
  CHECK(spend(false)->stopped);
  const auto raised = spend(true);
  CHECK_FALSE(raised->stopped);
  CHECK(raised->tally.scored == 400);
}

TEST_CASE("what a running batch cannot take over is told, and nothing else happens") {
  World world(200);
  const auto outcome = world.run(steady(), {}, change_at(world, 5s, [](Config& config) {
                                   config.judges[0].prompt.text = "Grade anew {{output}}";
                                 }));
  CHECK(outcome.summary->tally.scored == 200);
  CHECK(told(outcome, "takes effect with the next run"));

  World same(200);
  CHECK(told(same.run(steady(), {}, change_at(same, 5s, [](Config&) {})), "nothing has changed"));

  // The price is not known, so the limit could not be kept.
  World unpriced(200);
  const auto refused = unpriced.run(
      steady(), {}, change_at(unpriced, 5s, [](Config& config) { config.limits.usd = 1.0; }));
  CHECK(refused.summary->tally.scored == 200);
  CHECK(told(refused, "the config is not taken over"));
}

TEST_CASE("the promises hold while keys, limits and connections change at random, over seeds") {
  for (const auto seed : seeds(100)) {
    INFO(replay(seed, "the promises hold while keys*"));
    World world(150);
    randomise(world, seed);
    auto provider = nasty(seed);
    Random random(seed + 9'000'000);
    std::size_t most = world.config.models[0].max_connections.max;
    const auto outcome = world.run(provider, {}, [&](StopSignal&, Clock& clock) {
      std::vector<TimerHandle> timers;
      for (int i = 0; i < 6; ++i) {
        const auto when = milliseconds(random.below(40'000));
        const auto connections = 1 + random.below(40);
        const auto rpm = 60 + static_cast<double>(random.below(3000));
        const auto what = random.below(4);
        timers.push_back(clock.at(clock.now() + when, [&, connections, rpm, what] {
          auto& model = world.config.models[0];
          if (what == 0) fix_connections(world.config, connections);
          if (what == 1) model.rpm = rpm;
          if (what == 2) model.rpm.reset();
          if (what == 3 && model.api_keys.size() > 1)
            std::ranges::rotate(model.api_keys, model.api_keys.begin() + 1);
          most = std::max(most, model.max_connections.max);
          if (world.updates) world.updates->push(world.config);
        }));
      }
      return timers;
    });
    REQUIRE(outcome.ended);
    fix_connections(world.config, most);  // the most that was ever allowed
    world.check_promises(outcome);
    if (!outcome.summary->stopped) CHECK(outcome.summary->tally.pending() == 0);
  }
}
