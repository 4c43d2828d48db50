// A second attempt beside a slow one, and the budget of tokens.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/nasty.hpp"
#include "support/seeds.hpp"
#include "support/world.hpp"

using namespace judge;

namespace {

/// Steady but for one request in a hundred, which never gets its answer.
SimBehaviour with_stragglers() {
  SimBehaviour b;
  b.latency = 300ms;
  b.latency_spread = 100ms;
  b.stalled = 0.01;
  return b;
}

World::Outcome run_stragglers(std::optional<HedgeConfig> hedge) {
  World world(3000);
  world.config.models[0].max_connections = {.automatic = false, .start = 32, .max = 32};
  world.config.models[0].hedge = hedge;
  const auto outcome = world.run(with_stragglers());
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 3000);
  return outcome;
}

}  // namespace

TEST_CASE("a second attempt beside a slow one spares the wait for its deadline, within its share") {
  const auto plain = run_stragglers(std::nullopt);
  const auto hedged = run_stragglers(HedgeConfig{.after = 0.99, .max_share = 0.05});
  CHECK(plain.took > 120s);  // an attempt's deadline
  CHECK(hedged.took < 40s);
  const auto& effort = hedged.summary->effort;
  CHECK(effort.hedges > 10);
  CHECK(effort.hedges <= effort.attempts / 20);
  CHECK(effort.hedges_won > 0);
  CHECK(effort.hedges_won <= effort.hedges);
  CHECK(hedged.summary->tally.possibly_billed >= effort.hedges_won);
  CHECK(plain.summary->effort.hedges == 0);
}

TEST_CASE("the first answer is the only one: no sample is answered twice, over seeds") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "the first answer is the only one*"));
    World world(200);
    randomise(world, seed);
    Random random(seed + 5'000'000);
    for (auto& model : world.config.models)
      model.hedge = HedgeConfig{.after = 0.5, .max_share = 0.5};
    const auto when = milliseconds(1000 + random.below(60'000));
    const auto outcome = world.run(nasty(seed), {}, [&](StopSignal& stop, Clock& clock) {
      std::vector<TimerHandle> timers;
      timers.push_back(clock.at(clock.now() + when, [&stop] { stop.raise(StopLevel::drain); }));
      timers.push_back(
          clock.at(clock.now() + when + 5s, [&stop] { stop.raise(StopLevel::abort); }));
      return timers;
    });
    world.check_promises(outcome);
    const auto last = world.run(nasty(seed));
    world.check_promises(last);
    if (!last.summary->stopped) CHECK(last.summary->tally.pending() == 0);
  }
}

TEST_CASE("limits.tokens is never passed, over both of its runs, and all of it is used") {
  World world(1000);
  world.config.models[0].max_connections = {.automatic = false, .start = 64, .max = 64};
  world.config.models[0].params = {{"max_completion_tokens", 20}};
  world.config.limits.tokens = 24'000;  // 120 a sample
  const auto outcome = world.run({});
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::budget);
  CHECK(outcome.summary->stopped->message.find("limits.tokens = 24,000 tokens") !=
        std::string::npos);
  const auto& tally = outcome.summary->tally;
  CHECK(tally.input_tokens + tally.output_tokens <= 24'000);
  // With 64 in flight: what they do not use of their worst case is given to others, to the last.
  CHECK(tally.input_tokens + tally.output_tokens >= 24'000 - 2 * 120);
  CHECK(world.run({}).books.requests == 0);
  world.config.limits.tokens = 48'000;
  const auto next = world.run({});
  CHECK(next.summary->tally.scored >= 398);
  CHECK(next.summary->tally.scored <= 400);
}
