// Runs that end when enough is known.
#include <doctest/doctest.h>

#include "support/world.hpp"

using namespace judge;

namespace {

SimBehaviour scores_of_seven() {
  SimBehaviour b;
  b.says = [](const std::string& body) {
    return body.size() % 2 == 0 ? R"({"score":7})" : R"({"score":8})";
  };
  return b;
}

}  // namespace

TEST_CASE("a run ends once its mean is known well enough, and asking again sends nothing") {
  World world(5000);
  world.config.run.order = Order::random;
  world.config.run.stop_when = StopWhen{.half_width = 0.5, .compare = {}, .alpha = 0.05};
  const auto outcome = world.run(scores_of_seven());
  world.check_promises(outcome);
  REQUIRE(outcome.summary->reached);
  CHECK(outcome.summary->reached->contains("5,000"));
  CHECK_FALSE(outcome.summary->stopped);
  CHECK(outcome.summary->tally.done() < 2500);
  CHECK(outcome.summary->tally.failed == 0);
  const auto again = world.run(scores_of_seven());
  CHECK(again.summary->reached);
  CHECK(again.books.requests == 0);
}

TEST_CASE("samples come in an order of the seed's, not the dataset's") {
  World world(200);
  world.config.run.order = Order::random;
  world.run(scores_of_seven());
  const auto lines = world.lines();
  REQUIRE(lines.size() == 200);
  std::uint64_t in_order = 0, first_half = 0;
  for (std::size_t i = 1; i < lines.size(); ++i)
    in_order += lines[i]["index"] > lines[i - 1]["index"] ? 1 : 0;
  for (std::size_t i = 0; i < 100; ++i) first_half += lines[i]["index"] < 100 ? 1 : 0;
  CHECK(in_order > 60);
  CHECK(in_order < 140);
  CHECK(first_half > 30);
  CHECK(first_half < 70);
}

TEST_CASE("a run ends once it differs from another, sample by sample") {
  World world(3000);
  world.config.run.order = Order::random;
  std::string baseline;
  for (int i = 0; i < 3000; ++i)
    baseline += R"({"id":"q)" + std::to_string(i) +
                R"(","epoch":0,"status":"scored","output":"","verdict":{"value":2,"score":2.0}})"
                "\n";
  world.files.put("/baseline.jsonl", baseline);
  world.config.run.stop_when =
      StopWhen{.half_width = {}, .compare = "/baseline.jsonl", .alpha = 0.05};
  const auto outcome = world.run(scores_of_seven());
  REQUIRE(outcome.summary->reached);
  CHECK(outcome.summary->tally.done() < 1000);
}
