#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/nasty.hpp"
#include "support/seeds.hpp"
#include "support/world.hpp"

using namespace judge;

TEST_CASE("a run on a healthy provider scores everything, each sample with one call") {
  World world(500);
  const auto outcome = world.run({});
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 500);
  CHECK(outcome.books.requests == 500);
  CHECK(outcome.books.peak_in_flight == 8);
  CHECK_FALSE(outcome.summary->stopped);
}

TEST_CASE("permits are kept busy: the makespan is the work divided by the permits") {
  World world(800);
  SimBehaviour steady;
  steady.latency = 1s;
  steady.latency_spread = 0ms;
  const auto outcome = world.run(steady);
  world.check_promises(outcome);
  // 800 samples on 8 permits of 1 s each, and the first one alone: it finds out what the server
  // takes.
  CHECK(outcome.took >= 100s);
  CHECK(outcome.took <= 102s);
}

TEST_CASE("running again after the end sends nothing and changes nothing") {
  World world(200);
  world.check_promises(world.run({}));
  const auto before = world.files.content(world.config.run.output);
  const auto again = world.run({});
  world.check_promises(again);
  CHECK(again.books.requests == 0);
  CHECK(again.summary->effort.resumed == 200);
  CHECK(world.files.content(world.config.run.output) == before);
}

TEST_CASE("deleted results are rebuilt from the store without a call") {
  World world(200);
  SimBehaviour b;
  b.unreadable = 0.1;
  const auto first = world.run(b);
  world.files.put(world.config.run.output, "");
  const auto again = world.run(b);
  world.check_promises(again);
  CHECK(again.books.requests == 0);
  CHECK(again.summary->tally.scored == first.summary->tally.scored);
  CHECK(again.summary->tally.unscored == first.summary->tally.unscored);
  CHECK(again.summary->effort.reused == 200);
}

TEST_CASE("a changed judge prompt reuses every generated answer") {
  World world(100);
  world.config.generate.emplace();
  world.config.generate->models = {"sim"};
  world.config.generate->prompt = {"Answer {{input}}", "sim.toml:2"};
  const auto first = world.run({});
  world.check_promises(first);
  CHECK(first.books.requests == 200);
  world.config.judges[0].prompt.text = "Grade anew {{output}}";
  const auto second = world.run({});
  world.check_promises(second);
  CHECK(second.books.requests <= 100);
  CHECK(second.summary->tally.scored == 100);
  CHECK(second.notices.size() == 1);  // stale lines were replaced
  CHECK(world.files.exists(world.config.run.output.string() + ".bak"));
}

TEST_CASE(
    "keys, limits, retries and concurrency shape no answer: changing them asks nothing again") {
  World world(100);
  world.check_promises(world.run({}));
  world.files.put(world.config.run.output, "");
  world.config.models[0].max_connections.start = 3;
  world.config.models[0].rpm = 6000;
  world.config.models[0].retry.max = 1;
  world.config.models[0].api_keys = {{Secret("another-key-entirely"), "literal"}};
  const auto again = world.run({});
  world.check_promises(again);
  CHECK(again.books.requests == 0);
}

TEST_CASE("identical requests in flight at once are paid for once") {
  World world(50);
  world.config.judges[0].prompt.text = "Always the same";
  const auto outcome = world.run({});
  world.check_promises(outcome);
  CHECK(outcome.books.requests == 1);
  CHECK(outcome.summary->tally.scored == 50);
}

TEST_CASE("the server's refusal of response_format is met once, not once a sample") {
  World world(300);
  SimBehaviour b;
  b.latency = 100ms;
  b.latency_spread = 0ms;
  b.takes_json_schema = false;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.books.format_refused == 1);
  CHECK(outcome.summary->tally.scored == 300);
  // And what was learned is known to the next run.
  world.config.judges[0].prompt.text = "Another {{output}}";
  CHECK(world.run(b).books.format_refused == 0);
}

TEST_CASE("rpm from the config holds to the request, and the server sees no burst") {
  World world(400);
  world.config.models[0].rpm = 600;
  SimBehaviour b;
  b.rpm = 600;
  b.burst = 1;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.books.rate_limited == 0);
  CHECK(outcome.took >= 39s);
  CHECK(outcome.took <= 42s);
}

TEST_CASE("a failed sample is tried again by the next run, an unscored one only on request") {
  World world(200);
  SimBehaviour b;
  b.too_long = 0.04;  // ten that fail alike, and nothing else, would stop the second run
  b.unreadable = 0.1;
  const auto first = world.run(b);
  world.check_promises(first);
  const auto failed = first.summary->tally.failed;
  const auto unscored = first.summary->tally.unscored;
  REQUIRE(failed > 0);
  REQUIRE(unscored > 0);

  const auto second = world.run(b);
  world.check_promises(second);
  CHECK(second.books.requests == failed);

  SimBehaviour mended;
  const auto third = world.run(mended, {.retry_failed = true});
  CHECK(third.books.requests == failed + unscored);
  CHECK(third.summary->tally.scored == 200);
}

TEST_CASE("what failed beside others that were answered may fail again without stopping the run") {
  World world(200);
  SimBehaviour b;
  b.too_long = 0.1;
  const auto first = world.run(b);
  REQUIRE(first.summary->tally.failed > 10);
  const auto second = world.run(b);
  world.check_promises(second);
  CHECK_FALSE(second.summary->stopped);
  CHECK(second.books.requests == first.summary->tally.failed);
}

TEST_CASE("new samples that all fail alike stop a run that has answers from before") {
  World world(1000);
  world.config.dataset.limit = 50;
  world.check_promises(world.run({}));
  world.config.dataset.limit = 0;
  SimBehaviour b;
  b.too_long = 1;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::too_many_failures);
}

TEST_CASE(
    "a key out of money hands its samples to the others; when none is left the run stops, "
    "resumable") {
  World world(300);
  world.config.models[0].api_keys = {{Secret("key-number-one"), "env:ONE"},
                                     {Secret("key-number-two"), "env:TWO"}};
  SimBehaviour b;
  b.dies_after = {{"key-number-one", 50}, {"key-number-two", 100}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::billing);
  CHECK(outcome.summary->tally.failed == 0);
  CHECK(outcome.summary->tally.scored == 150);
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices[0].find("key 1 of 2 (env:ONE, #") != std::string::npos);
  CHECK(outcome.notices[0].find(") is out of money") != std::string::npos);
  CHECK(outcome.notices[0].find("key-number-one") == std::string::npos);
  REQUIRE(outcome.summary->dead_keys.size() == 2);
  CHECK(outcome.summary->dead_keys[1].find("key 2 of 2 (env:TWO, #") != std::string::npos);

  const auto next = world.run({});
  world.check_promises(next);
  CHECK(next.summary->tally.scored == 300);
  CHECK(next.books.requests == 150);
}

TEST_CASE("when every first answer fails alike, the run stops before it costs more") {
  World world(1000);
  SimBehaviour b;
  b.too_long = 1;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::too_many_failures);
  CHECK(outcome.books.requests < 60);
}

TEST_CASE("a server that answers nonsense to everything is found out in the time of one sample") {
  World world(1000);
  SimBehaviour b;
  b.garbage = 1;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::too_many_failures);
  // The first call finds out what the server takes; the others do not wait for its retries.
  CHECK(outcome.books.peak_in_flight == 8);
  CHECK(outcome.took < 240s);
}

TEST_CASE("a first answer that takes long holds nobody up") {
  World world(64);
  SimBehaviour slow;
  slow.latency = 60s;
  slow.latency_spread = 0ms;
  world.config.models[0].max_connections = {.automatic = false, .start = 64, .max = 64};
  const auto outcome = world.run(slow);
  world.check_promises(outcome);
  CHECK(outcome.took < 62s);
}

TEST_CASE("a refused response_format is told once, even where the first call meets a fault") {
  World world(300);
  SimBehaviour b;
  b.takes_json_schema = false;
  b.outages = {{0s, 2s, Outage::Kind::unavailable}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 300);
  CHECK(outcome.books.format_refused <= 32);  // of those let in while nothing was known
  CHECK(outcome.notices.size() == 1);
}

TEST_CASE("the budget is never passed") {
  World world(1000);
  world.config.models[0].price = {.input = 10, .cached_input = {}, .output = 100};
  world.config.models[0].params = {{"max_completion_tokens", 20}};
  world.config.limits.usd = 0.5;  // 0.003 a sample: 100 × 10 + 20 × 100 per million
  const auto outcome = world.run({});
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::budget);
  CHECK(outcome.summary->tally.cost_usd <= 0.5);
  CHECK(outcome.summary->tally.cost_usd > 0.45);
}

TEST_CASE("the deadline stops the run, and what is in flight is kept") {
  World world(1000);
  world.config.limits.deadline = 10s;
  const auto outcome = world.run({});
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::deadline);
  CHECK(outcome.took < 11s);
  CHECK(outcome.books.answered == outcome.summary->tally.scored);
}

TEST_CASE("a full disk stops dispatch at once") {
  World world(1000);
  world.files.failing_after = 40;
  const auto outcome = world.run({});
  REQUIRE(outcome.ended);
  REQUIRE(outcome.summary);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::disk);
  CHECK(outcome.books.requests < 200);
  world.files.failing_after = ~std::uint64_t{0};
  const auto next = world.run({});
  world.check_promises(next);
  CHECK(next.summary->tally.scored == 1000);
}

TEST_CASE("a second signal gives up what is in flight; the next run asks for it again") {
  World world(200);
  SimBehaviour slow;
  slow.latency = 20s;
  const auto first = world.run(slow, {}, [](StopSignal& stop, Clock& clock) {
    std::vector<TimerHandle> timers;
    timers.push_back(clock.at(clock.now() + 30s, [&stop] { stop.raise(StopLevel::drain); }));
    timers.push_back(clock.at(clock.now() + 31s, [&stop] { stop.raise(StopLevel::abort); }));
    return timers;
  });
  world.check_promises(first);
  CHECK(first.took < 32s);
  CHECK(first.summary->tally.pending() > 0);
  const auto next = world.run({});
  world.check_promises(next);
  CHECK(next.summary->tally.scored == 200);
}

TEST_CASE("the same seed is the same run, to the byte") {
  const auto trace = [] {
    World world(150);
    randomise(world, 7);
    const auto outcome = world.run(nasty(7));
    return std::pair(world.files.content(world.config.run.output), outcome.took);
  };
  const auto one = trace();
  CHECK(one.first.size() > 1000);
  CHECK(one == trace());
}

TEST_CASE("the promises hold over many seeds of faults, stops and crashes") {
  for (const auto seed : seeds(150)) {
    INFO(replay(seed, "the promises hold over many seeds*"));
    World world(60 + seed % 60);
    randomise(world, seed);
    if (seed % 3 == 0) add_fallback(world, seed);
    const auto provider = nasty(seed);
    Random random(seed + 77);
    for (int life = 0; life < 3; ++life) {
      const bool crash = random.below(2) == 0;
      const auto when = milliseconds(random.below(60'000));
      const auto outcome = world.run(provider, {}, [&](StopSignal& stop, Clock& clock) {
        std::vector<TimerHandle> timers;
        timers.push_back(clock.at(clock.now() + when, [&world, &stop, crash] {
          world.files.frozen = crash;
          stop.raise(crash ? StopLevel::abort : StopLevel::drain);
        }));
        return timers;
      });
      REQUIRE(outcome.ended);
      if (!crash) world.check_promises(outcome);
      CHECK(world.everything_answered_once());
      world.files.frozen = false;
    }
    const auto last = world.run(provider);
    world.check_promises(last);
    if (!last.summary->stopped) CHECK(last.summary->tally.pending() == 0);
  }
}
