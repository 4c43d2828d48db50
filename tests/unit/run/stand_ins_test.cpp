#include "run/stand_ins.hpp"

#include <doctest/doctest.h>

#include "store/results_file.hpp"
#include "support/memory_files.hpp"

using namespace judge;

namespace {

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

CallRecord call_of(std::string model) {
  CallRecord call;
  call.model = std::move(model);
  call.cost_usd = 0.5;
  call.reply.usage = Usage{.input = 10, .cached_input = 0, .output = 2, .reasoning = 0};
  return call;
}

Record record_of(const Config& config, std::string writer, std::string tone, std::string truth) {
  Record record;
  record.id = "q1";
  record.generation = call_of(std::move(writer));
  Verdict verdict;
  verdict.value = 8;
  verdict.score = 8;
  record.judgements.push_back({&config.judges[0], verdict, call_of(std::move(tone))});
  record.judgements.push_back({&config.judges[1], verdict, call_of(std::move(truth))});
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

StandIns::Counts count(const Config& config, const LineFigures& line) {
  StandIns::Counts counts;
  StandIns(config).count(line, counts);
  return counts;
}

}  // namespace

TEST_CASE("an answer of another model than the config names is counted, now and read back") {
  const auto config = config_of({"a"});
  const auto record = record_of(config, "b", "b", "c");
  const StandIns::Counts expected{{{"a", "b"}, 1}, {{"c", "b"}, 1}};
  CHECK(count(config, figures_of(record)) == expected);
  CHECK(count(config, read_back(record)) == expected);
  CHECK(count(config, read_back(record_of(config, "a", "c", "c"))).empty());
}

TEST_CASE("of several candidates the line's own was to write") {
  const auto config = config_of({"a", "b"});
  auto record = record_of(config, "b", "c", "c");
  record.model = "b";
  CHECK(count(config, read_back(record)).empty());
  record.model = "a";
  CHECK(count(config, read_back(record)) == StandIns::Counts{{{"a", "b"}, 1}});
}

TEST_CASE("a name that the config does not have is an old name, not another model") {
  const auto config = config_of({"a"});
  CHECK(count(config, read_back(record_of(config, "gpt", "gpt", "c"))).empty());
}

TEST_CASE("a refusal that does not count is in the line's sums, without its text") {
  const auto config = config_of({"a"});
  auto record = record_of(config, "a", "c", "c");
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
