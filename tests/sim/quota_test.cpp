// What the scheduler owes the quota: used while there is work, never passed, and nobody starves.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/nasty.hpp"
#include "support/properties.hpp"
#include "support/seeds.hpp"
#include "support/world.hpp"

using namespace judge;

namespace {

constexpr auto tick = 1s;

void use_connections(World& world, std::size_t count) {
  world.config.models[0].max_connections = {.automatic = false, .start = count, .max = count};
}

/// A server whose limits the config tells, as they are.
SimBehaviour told(World& world, Random& random) {
  auto& model = world.config.models[0];
  use_connections(world, 1 + random.below(64));
  SimBehaviour b;
  b.latency = milliseconds(10 + random.below(900));
  b.latency_spread = 0ms;
  b.rpm = 120 + static_cast<double>(random.below(3000));
  b.burst = 1;
  model.rpm = b.rpm;
  model.burst = 1;
  if (random.below(2))
    model.api_keys = {{Secret("key-number-one"), "env:ONE"}, {Secret("key-number-two"), "env:TWO"}};
  return b;
}

}  // namespace

TEST_CASE(
    "what the config says of rpm and tpm is kept for each key, whatever comes back, over seeds") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "what the config says of rpm*"));
    World world(150);
    randomise(world, seed);
    Random random(seed + 3'000'000);
    auto& model = world.config.models[0];
    model.rpm = 30 + static_cast<double>(random.below(600));
    if (random.below(2)) model.tpm = 3000 + static_cast<double>(random.below(60'000));
    auto provider = nasty(seed);
    provider.input_tokens = 0;  // as estimated
    provider.output_sigma = 0;
    const auto outcome = world.run(provider);
    world.check_promises(outcome);
    for (std::uint32_t key = 0; key < outcome.books.keys.size(); ++key) {
      CHECK(static_cast<double>(peak_arrivals(outcome.books, 60s, {.key = key})) <= *model.rpm);
      if (model.tpm) CHECK(peak_tokens(outcome.books, 60s, {.key = key}) <= 1.1 * *model.tpm + 300);
    }
  }
}

TEST_CASE("a told quota is used while there is work: nothing idles for a tick, over seeds") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "a told quota is used*"));
    World world(200);
    Random random(seed);
    const auto provider = told(world, random);
    const auto outcome = world.run(provider);
    world.check_promises(outcome);
    const auto permits = world.config.models[0].max_connections.start;
    CHECK(longest_idle(outcome.books, provider, permits, 200) <= tick);
    CHECK(outcome.books.rate_limited == 0);
    // Nobody is overtaken by more than what is let in beside it.
    CHECK(most_overtaken(outcome.books) <= std::max<std::size_t>(32, 2 * permits));
  }
}

TEST_CASE("limits found out, outages and slow keys fail no sample and freeze no run, over seeds") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "limits found out*"));
    World world(150);
    randomise(world, seed);
    world.config.run.epochs = 1;
    world.config.generate.reset();
    const auto provider = strict(seed);
    const auto outcome = world.run(provider);
    world.check_promises(outcome);
    CHECK_FALSE(outcome.summary->stopped);
    CHECK(outcome.summary->tally.scored == 150);
    // One in flight at least: never all of them wait while a key would take one.
    CHECK(longest_idle(outcome.books, provider, 1, 150) <= 61s);
  }
}

TEST_CASE("a pause that the server asks for holds all of the key's requests, and ends in no herd") {
  World world(2000);
  use_connections(world, 64);
  auto& model = world.config.models[0];
  model.rpm = 3000;
  SimBehaviour b;
  b.latency = 300ms;
  b.latency_spread = 0ms;
  b.rpm = 3000;
  b.burst = 64;
  b.refusal_latency = 50ms;
  b.outages = {{10s, 40s, Outage::Kind::rate_limited}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 2000);
  // Those of the first 50 ms are refused before anybody knows.
  CHECK(arrivals_in(outcome.books, {.from = 10s, .to = 40s, .key = {}}) <= 4);
  CHECK(peak_arrivals(outcome.books, 100ms, {.from = 40s, .key = {}}) <= 2 * 3000 / 600);
  CHECK(outcome.took < 75s);
}

TEST_CASE("an outage of minutes fails no sample, costs few probes and is over when it is over") {
  for (const auto kind : {Outage::Kind::unavailable, Outage::Kind::refused}) {
    World world(3000);
    use_connections(world, 32);
    world.config.models[0].rpm = 3000;
    SimBehaviour b;
    b.latency_spread = 0ms;
    b.outages = {{20s, 620s, kind}};
    const auto outcome = world.run(b);
    world.check_promises(outcome);
    CHECK(outcome.summary->tally.failed == 0);
    CHECK(outcome.summary->tally.scored == 3000);
    CHECK(outcome.took < 60s + 600s + 60s);
    CHECK(peak_arrivals(outcome.books, 5s, {.from = 30s, .to = 620s, .key = {}}) <= 1);
  }
}

TEST_CASE("two keys are used in proportion to what each may") {
  World world(1200);
  use_connections(world, 64);
  world.config.models[0].api_keys = {{Secret("key-number-one"), "env:ONE"},
                                     {Secret("key-number-two"), "env:TWO"}};
  SimBehaviour b;
  b.latency_spread = 0ms;
  b.limit_headers = LimitHeaders::openai;
  b.rpm = 900;
  b.burst = 5;
  SimLimits small;
  small.rpm = 300;
  small.burst = 5;
  b.limits_by_key = {{"key-number-two", small}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.books.keys.size() == 2);
  CHECK(outcome.took < 66s);  // 60 s at 20 requests a second
  for (const auto& key : outcome.books.keys)
    CHECK(static_cast<double>(key.answered) ==
          doctest::Approx(key.key == "key-number-two" ? 300 : 900).epsilon(0.05));
}

TEST_CASE("a judge call that is tried again keeps its place in the line") {
  World world(300);
  use_connections(world, 20);
  auto& model = world.config.models[0];
  model.rpm = 600;  // one in 100 ms: most of the 40 let in wait in the line
  model.burst = 1;
  model.retry.base = model.retry.cap = 1ms;
  SimBehaviour b;
  b.latency = 50ms;
  b.latency_spread = 0ms;
  b.error_500 = 0.2;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 300);
  CHECK(most_overtaken(outcome.books) <= 8);
}

TEST_CASE("the same seed brings every request at the same moment") {
  const auto trace = [] {
    World world(200);
    randomise(world, 11);
    std::vector<std::pair<Time, std::uint32_t>> trace;
    for (const auto& arrival : world.run(nasty(11)).books.arrivals)
      trace.emplace_back(arrival.at, arrival.sample);
    return trace;
  };
  const auto one = trace();
  CHECK(one.size() >= 200);
  CHECK(one == trace());
}
