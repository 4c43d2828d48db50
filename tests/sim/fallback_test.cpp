// A model that stands in where another is dead.
#include <doctest/doctest.h>

#include <algorithm>

#include "support/pair.hpp"
#include "support/properties.hpp"

using namespace judge;

TEST_CASE("when a model's money ends, what waits and what is in flight goes to its fallback") {
  Pair world(400);
  world.first().retry.max = world.spare().retry.max = 0;  // an attempt lost would be a sample lost
  SimBehaviour b;
  b.dies_at = {{key_of_first, 5s}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK_FALSE(outcome.summary->stopped);
  CHECK(outcome.summary->tally.scored == 400);
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices[0] ==
        "model sim: every key is out of money or quota (insufficient_quota); going over to spare");
  // Nobody asks the dead: only what was let go at its death hears of it.
  REQUIRE(outcome.books.keys[0].key == key_of_first);
  CHECK(arrivals_in(outcome.books, {.from = 5500ms, .to = 1h, .key = 0}) == 0);
  const auto by_spare = world.lines_by_judge()["spare"];
  CHECK(by_spare > 200);
  CHECK(world.lines_by_judge()["sim"] == 400 - by_spare);
  CHECK(requests(outcome, key_of_spare) == by_spare);
  CHECK(stood_in(outcome) == by_spare);
}

TEST_CASE("a model whose keys are refused is dead too, and a chain goes on to who lives") {
  Pair world(100);
  world.config.models.push_back(world.spare());
  auto& last = world.config.models.back();
  last.name = last.model = "last";
  last.api_keys = {{Secret("key-of-the-last"), "env:LAST"}};
  last.fallback.models = {"sim", "last"};  // whoever names whom, it ends
  world.spare().fallback.models = {"sim", "last"};
  SimBehaviour b;
  b.unknown_keys = {key_of_first};
  b.dies_after = {{key_of_spare, 10}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 100);
  CHECK(world.lines_by_judge() == std::map<std::string, std::size_t>{{"spare", 10}, {"last", 90}});
  REQUIRE(outcome.notices.size() == 2);
  CHECK(outcome.notices[0] ==
        "model sim: every key is refused (invalid_api_key); going over to spare");
  CHECK(outcome.notices[1].ends_with("going over to last"));
}

TEST_CASE("when the last of a chain is dead the run stops; it goes on when there is money again") {
  Pair world(300);
  SimBehaviour b;
  b.dies_after = {{key_of_first, 50}, {key_of_spare, 70}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::billing);
  CHECK(outcome.summary->stopped->message ==
        "model sim: every key is out of money or quota (insufficient_quota: simulated).\n"
        "model spare: every key is out of money or quota (insufficient_quota: simulated).\n"
        "Add credit, or another key to api_keys, then run the same command again.");
  CHECK(outcome.summary->tally.failed == 0);
  CHECK(outcome.summary->tally.pending() == 180);

  const auto next = world.run({});
  world.check_promises(next);
  CHECK(next.summary->tally.scored == 300);
  CHECK(requests(next, key_of_first) == 180);
  CHECK(next.books.requests == 180);
  CHECK(stood_in(next) == 70);  // by the lines, which the first run wrote
}

TEST_CASE("the last of several keys has to die first, and a model without a fallback stops") {
  Pair world(200);
  world.first().api_keys.push_back({Secret("another-of-the-first"), "env:ANOTHER"});
  SimBehaviour b;
  b.dies_after = {{key_of_first, 20}, {"another-of-the-first", 60}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(world.lines_by_judge() == std::map<std::string, std::size_t>{{"sim", 80}, {"spare", 120}});
  REQUIRE(outcome.notices.size() == 2);
  CHECK(outcome.notices[0].find("going on with 1 of 2 keys") != std::string::npos);

  Pair alone(50, on_content_filter());  // of no use where sim is dead
  const auto stopped = alone.run(b);
  alone.check_promises(stopped);
  REQUIRE(stopped.summary->stopped);
  CHECK(stopped.summary->stopped->message.starts_with("model sim: every key is out of money"));
  CHECK(requests(stopped, key_of_spare) == 0);
  CHECK(stopped.notices.empty());
}

TEST_CASE("of a dead model and of its fallback, stored answers are found and not asked again") {
  Pair world(200);
  world.config.dataset.sample = 100;  // a random half
  world.check_promises(world.run({}));
  world.config.dataset.sample = 0;
  world.files.put(world.config.run.output, "");
  SimBehaviour b;
  b.dies_at = {{key_of_first, 0s}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(world.lines_by_judge() == std::map<std::string, std::size_t>{{"sim", 100}, {"spare", 100}});
  CHECK(outcome.summary->effort.reused == 100);
  CHECK(requests(outcome, key_of_spare) == 100);

  world.files.put(world.config.run.output, "");
  const auto again = world.run(b);
  world.check_promises(again);
  CHECK(again.summary->tally.scored == 200);
  CHECK(requests(again, key_of_spare) == 0);
  CHECK(requests(again, key_of_first) <= 8);  // to find out that it is dead still
}

TEST_CASE("a fallback changes no results line that is there, and no stored answer's key") {
  Pair world(60);
  const auto fallback = world.first().fallback;
  world.first().fallback = {};
  world.check_promises(world.run({}));
  world.first().fallback = fallback;
  CHECK(world.run({}).books.requests == 0);
  world.files.put(world.config.run.output, "");
  CHECK(world.run({}).books.requests == 0);
}

TEST_CASE("a model that gets a new key while the run goes on is asked again") {
  Pair world(600);
  SimBehaviour b;
  b.dies_at = {{key_of_first, 5s}};
  const auto outcome = world.run(b, {}, [&](StopSignal&, Clock& clock) {
    std::vector<TimerHandle> timers;
    timers.push_back(clock.at(clock.now() + 10s, [&world] {
      world.first().api_keys = {{Secret("new-of-the-first"), "env:NEW"}};
      world.updates->push(world.config);
    }));
    return timers;
  });
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 600);
  CHECK(requests(outcome, "new-of-the-first") > 200);
  const auto spare = std::ranges::find(outcome.books.keys, key_of_spare, &SimKeyBook::key);
  REQUIRE(spare != outcome.books.keys.end());
  const auto number = static_cast<std::uint32_t>(spare - outcome.books.keys.begin());
  CHECK(arrivals_in(outcome.books, {.from = 10500ms, .to = 1h, .key = number}) <=
        32);  // who was in its line
}

TEST_CASE("generation falls back like judging, and the line says who wrote and who judged") {
  Pair world(120);
  world.config.generate.emplace();
  world.config.generate->models = {"sim"};
  world.config.generate->prompt = {"Answer {{input}}", "sim.toml:2"};
  SimBehaviour b;
  b.dies_at = {{key_of_first, 3s}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK(outcome.summary->tally.scored == 120);
  std::uint64_t by_spare = 0;
  for (const auto& line : world.lines()) {
    by_spare += line["generation"]["model"] == "spare" ? 1 : 0;
    by_spare += line["judges"][0]["model"] == "spare" ? 1 : 0;
  }
  CHECK(by_spare == requests(outcome, key_of_spare));
  CHECK(stood_in(outcome) == by_spare);
}

TEST_CASE("the budget is kept over both models' prices") {
  Pair world(1000);
  world.first().price = {.input = 10, .cached_input = {}, .output = 100};
  world.spare().price = {.input = 20, .cached_input = {}, .output = 200};
  for (auto& model : world.config.models) model.params = {{"max_completion_tokens", 20}};
  world.config.limits.usd = 0.5;
  SimBehaviour b;
  b.dies_after = {{key_of_first, 50}};  // $0.15
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  REQUIRE(outcome.summary->stopped);
  CHECK(outcome.summary->stopped->fault == Fault::budget);
  CHECK(outcome.summary->tally.cost_usd <= 0.5);
  CHECK(outcome.summary->tally.cost_usd > 0.45);
  CHECK(stood_in(outcome) > 40);
}
