// Answers that another model gave than was asked.
#include <doctest/doctest.h>

#include "run/tally.hpp"
#include "store/results_file.hpp"
#include "support/memory_files.hpp"

using namespace judge;

namespace {

using Counts = decltype(Tally::stood_in);

Config config_of(std::vector<std::string> candidates) {
  Config config;
  for (const auto* name : {"a", "b", "c"}) {
    ModelConfig model;
    model.name = name;
    config.models.push_back(model);
  }
  config.generate.emplace();
  config.generate->models = std::move(candidates);
  for (const auto* name : {"tone", "truth"}) {
    JudgeConfig judge;
    judge.name = name;
    judge.models = {"c"};
    config.judges.push_back(judge);
  }
  return config;
}

/// `asked`: "" = the one that answered.
CallRecord call_of(std::string model, std::string asked = "") {
  CallRecord call;
  call.model = std::move(model);
  call.asked = std::move(asked);
  call.cost_usd = 0.5;
  call.reply.usage = Usage{.input = 10, .cached_input = 0, .output = 2, .reasoning = 0};
  return call;
}

Record record_of(const Config& config, CallRecord writer, CallRecord tone, CallRecord truth) {
  Record record;
  record.id = "q1";
  record.generations = {std::move(writer)};
  Verdict verdict;
  verdict.value = 8;
  verdict.score = 8;
  record.judgements.push_back(
      {&config.judges[0], verdict, {{.ask = {}, .verdict = verdict, .call = std::move(tone)}}});
  record.judgements.push_back(
      {&config.judges[1], verdict, {{.ask = {}, .verdict = verdict, .call = std::move(truth)}}});
  return record;
}

/// The line's figures, written and read back.
LineFigures read_back(const Record& record) {
  MemoryFiles files;
  files.put("r.jsonl", record.line(true) + "\n");
  LineFigures figures;
  REQUIRE(
      read_results(files, "r.jsonl", [&](JsonView line) { figures = figures_of(line, "tone"); }));
  return figures;
}

Counts count(const Config& config, const LineFigures& line) {
  TallyBook book(config, 1);
  book.add(line, 0);
  return book.result().stood_in;
}

}  // namespace

TEST_CASE("an answer of another model than was asked is counted, now and read back") {
  const auto config = config_of({"a"});
  const auto record = record_of(config, call_of("b", "a"), call_of("b", "c"), call_of("c"));
  const Counts expected{{{"a", "b"}, 1}, {{"c", "b"}, 1}};
  CHECK(count(config, figures_of(record)) == expected);
  CHECK(count(config, read_back(record)) == expected);
  CHECK(count(config, read_back(record_of(config, call_of("a"), call_of("c"), call_of("c"))))
            .empty());
}

TEST_CASE("the line names who was asked only where another answered") {
  const auto config = config_of({"a"});
  const auto line = nlohmann::json::parse(
      record_of(config, call_of("b", "a"), call_of("b", "c"), call_of("c")).line(true));
  CHECK(line["generation"]["asked"] == "a");
  CHECK(line["judges"][0]["asked"] == "c");
  CHECK_FALSE(line["judges"][1].contains("asked"));
}

TEST_CASE("every turn of a conversation counts, and what the other of a pair cost") {
  const auto config = config_of({"a"});
  auto record = record_of(config, call_of("a"), call_of("c"), call_of("c"));
  record.generations.push_back(call_of("b", "a"));
  record.turns = {"one", "two"};
  record.against = Against{.model = "c", .outputs = {"x"}, .generations = {call_of("b", "c")}};
  const Counts expected{{{"a", "b"}, 1}, {{"c", "b"}, 1}};
  CHECK(count(config, figures_of(record)) == expected);
  CHECK(count(config, read_back(record)) == expected);
  CHECK(*total_cost(record) == 2.5);
}

TEST_CASE("a refusal that does not count is in the line's sums, without its text") {
  const auto config = config_of({"a"});
  auto record = record_of(config, call_of("a"), call_of("c"), call_of("c"));
  CHECK(nlohmann::json::parse(record.line(true)).count("declined") == 0);
  record.declined.push_back(call_of("b"));
  record.declined[0].reply.finish_reason = "content_filter";
  const auto line = nlohmann::json::parse(record.line(true));
  CHECK(line["declined"].size() == 1);
  CHECK(line["declined"][0]["model"] == "b");
  CHECK(line["declined"][0]["finish_reason"] == "content_filter");
  CHECK(line["declined"][0]["cost_usd"] == 0.5);
  CHECK(line["cost_usd"] == 2.0);
  CHECK(line["usage"]["input"] == 40);
  CHECK(count(config, read_back(record)).empty());
}
