// A model that stands in where another refuses a sample.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "support/pair.hpp"

using namespace judge;

TEST_CASE("what a filter refuses stays refused, unless another model is to be asked") {
  SimBehaviour b;
  b.filtered = 0.15;
  b.declined = 0.15;
  Pair as_ever(300);
  const auto before = as_ever.run(b);
  as_ever.check_promises(before);
  CHECK(requests(before, key_of_spare) == 0);
  const auto& refused = before.summary->tally;
  CHECK(refused.failed > 20);
  CHECK(refused.unscored > 20);

  Pair world(300, on_content_filter());
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  const auto& tally = outcome.summary->tally;
  CHECK(requests(outcome, key_of_first) == 300);
  CHECK(requests(outcome, key_of_spare) == refused.failed + refused.unscored);
  CHECK(stood_in(outcome) == refused.failed + refused.unscored - tally.failed - tally.unscored);
  CHECK(tally.failed > 0);  // both refused; then it is as if only the first had been asked
  CHECK(tally.failed < refused.failed);
  CHECK(tally.unscored < refused.unscored);
  for (const auto& line : world.lines())
    if (line["status"] == "unscored") CHECK(line["judges"][0]["model"] == "sim");
}

TEST_CASE("who stands in for the dead answers for its refusals itself, unless it says otherwise") {
  Pair world(300, {.models = {"spare", "third"}});
  for (const auto* name : {"third", "fourth"}) {
    world.config.models.push_back(world.spare());
    auto& model = world.config.models.back();
    model.name = model.model = name;
    model.api_keys = {{Secret(fmt::format("key-of-the-{}", name)), "literal"}};
  }
  SimBehaviour b;
  b.unknown_keys = {key_of_first};
  b.declined = 0.2;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  const auto refused = outcome.summary->tally.unscored;
  CHECK(refused > 30);
  CHECK(requests(outcome, "key-of-the-third") == 0);

  world.files.put(world.config.run.output, "");
  world.spare().fallback = {.models = {"fourth"}, .on_content_filter = true};
  const auto again = world.run(b);
  world.check_promises(again);
  CHECK(requests(again, "key-of-the-third") == 0);
  CHECK(requests(again, "key-of-the-fourth") == refused);
  CHECK(again.summary->tally.unscored < refused / 2);
}

TEST_CASE("a refusal that another model made up for is in the line, with what it cost") {
  Pair world(200, on_content_filter());
  world.first().price = {.input = 10, .cached_input = {}, .output = 100};
  world.spare().price = {.input = 1, .cached_input = {}, .output = 10};
  SimBehaviour b;
  b.declined = 0.2;
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  double answered = 0;
  std::size_t both = 0;
  for (const auto& line : world.lines()) {
    const auto declined = line.value("declined", nlohmann::json::array());
    answered += 1 + static_cast<double>(declined.size());
    if (line["judges"][0]["model"] != "spare") continue;
    ++both;
    REQUIRE(declined.size() == 1);
    CHECK(declined[0]["model"] == "sim");
    CHECK(declined[0]["finish_reason"] == "content_filter");
    CHECK(line["cost_usd"].get<double>() == doctest::Approx(0.0033));  // 100 in, 20 out, of each
    CHECK(line["usage"]["input"] == 200);
  }
  CHECK(both > 10);
  CHECK(static_cast<double>(outcome.books.answered) == answered);
}

TEST_CASE("whoever refused and then died, or dies while standing in, fails nobody else") {
  Pair world(300, on_content_filter(true));
  SimBehaviour b;
  b.declined = 0.2;
  b.dies_after = {{key_of_spare, 5}};
  const auto outcome = world.run(b);
  world.check_promises(outcome);
  CHECK_FALSE(outcome.summary->stopped);
  CHECK(outcome.summary->tally.scored >= 220);
  CHECK(outcome.summary->tally.unscored > 10);
  CHECK(outcome.summary->tally.pending() == 0);
  CHECK(stood_in(outcome) <= 5);
  REQUIRE(outcome.notices.size() == 1);
  CHECK(outcome.notices[0].ends_with("nobody is left to stand in for it"));
}
