#include "run/record.hpp"

#include <doctest/doctest.h>

#include "store/results_file.hpp"
#include "support/memory_files.hpp"

using namespace judge;

namespace {

Record scored_record(const JudgeConfig& judge) {
  Record record;
  record.id = "q17";
  record.index = 16;
  record.output = "Paris";
  record.fingerprint = "0123456789abcdef";
  record.finished_at = WallTime(std::chrono::seconds(1'795'179'600));
  CallRecord call;
  call.model = "gpt";
  call.reply.text = R"({"score":8})";
  call.reply.finish_reason = "stop";
  call.reply.usage = Usage{.input = 212, .cached_input = 0, .output = 64, .reasoning = 0};
  call.cost_usd = 0.00018;
  call.latency_ms = 812;
  Verdict verdict;
  verdict.value = 8;
  verdict.score = 8;
  verdict.explanation = "good";
  record.judgements.push_back({&judge, verdict, {{.ask = {}, .verdict = verdict, .call = call}}});
  return record;
}

JudgeConfig judge_named(std::string name) {
  JudgeConfig judge;
  judge.name = std::move(name);
  return judge;
}

}  // namespace

TEST_CASE("a scored line is the contract's, field by field") {
  const auto judge = judge_named("judge");
  CHECK(
      scored_record(judge).line(false) ==
      R"({"id":"q17","epoch":0,"index":16,"status":"scored","output":"Paris",)"
      R"("verdict":{"value":8,"score":8.0,"explanation":"good"},)"
      R"("judges":[{"model":"gpt","value":8,"score":8.0,"text":"{\"score\":8}","finish_reason":"stop",)"
      R"("usage":{"input":212,"cached_input":0,"cache_write":null,"output":64,"reasoning":0},"cost_usd":0.00018,"attempts":1,)"
      R"("latency_ms":812,"stored":false}],"generation":null,)"
      R"("usage":{"input":212,"cached_input":0,"cache_write":null,"output":64,"reasoning":0},"cost_usd":0.00018,"error":null,)"
      R"("metadata":{},"fingerprint":"0123456789abcdef","finished_at":"2026-11-20T13:00:00Z"})");
}

TEST_CASE(
    "a line of several judges with all that a line may have is the contract's, field by field") {
  const auto first = judge_named("first");
  const auto second = judge_named("second");
  auto record = scored_record(first);
  record.model = "a";
  record.epoch = 2;
  auto call = record.judgements[0].calls[0].call;
  call.reply.usage.reset();
  call.cost_usd.reset();
  call.stored = true;
  const auto refusal = std::unexpected(Unscored{"refusal", "No."});
  record.judgements.push_back({&second, refusal, {{.ask = {}, .verdict = refusal, .call = call}}});
  record.generations = {call};
  record.declined = {call};
  record.metadata = {{"topic", {"x", 1.5}}};
  const std::string usage = R"("usage":null,"cost_usd":null,"attempts":1,"latency_ms":812,)"
                            R"("stored":true})";
  CHECK(
      record.line(true) ==
      R"({"id":"q17","epoch":2,"index":16,"model":"a","status":"unscored","output":"Paris",)"
      R"("verdict":{"value":8,"score":8.0,"explanation":"good"},)"
      R"("verdicts":{"first":{"value":8,"score":8.0,"explanation":"good"},"second":null},)"
      R"("judges":[{"model":"gpt","judge":"first","value":8,"score":8.0,)"
      R"("text":"{\"score\":8}","finish_reason":"stop",)"
      R"("usage":{"input":212,"cached_input":0,"cache_write":null,"output":64,"reasoning":0},"cost_usd":0.00018,"attempts":1,)"
      R"("latency_ms":812,"stored":false},{"model":"gpt","judge":"second","value":null,)"
      R"("score":null,"reason":"refusal","text":"{\"score\":8}","finish_reason":"stop",)" +
          usage + R"(],"generation":{"model":"gpt","finish_reason":"stop",)" + usage +
          R"(,"declined":[{"model":"gpt","finish_reason":"stop",)" + usage +
          R"(],"usage":null,"cost_usd":null,"error":null,)"
          R"("unscored":[{"judge":"second","reason":"refusal","detail":"No."}],)"
          R"("metadata":{"topic":["x",1.5]},"fingerprint":"0123456789abcdef",)"
          R"("finished_at":"2026-11-20T13:00:00Z"})");
}

TEST_CASE("cached input that one server of a line does not tell is unknown for the line") {
  const auto judge = judge_named("judge");
  auto record = scored_record(judge);
  record.generations = {record.judgements[0].calls[0].call};
  record.generations[0].reply.usage->cached_input = 128;
  auto line = nlohmann::json::parse(record.line(false));
  CHECK(line["usage"] == nlohmann::json{{"input", 424},
                                        {"cached_input", 128},
                                        {"cache_write", nullptr},
                                        {"output", 128},
                                        {"reasoning", 0}});
  record.judgements[0].calls[0].call.reply.usage->cached_input.reset();
  const auto text = record.line(false);
  line = nlohmann::json::parse(text);
  CHECK(line["usage"]["cached_input"].is_null());
  CHECK(line["judges"][0]["usage"]["cached_input"].is_null());
  CHECK(line["usage"]["input"] == 424);
  std::vector<LineFigures> all{figures_of(record)};
  MemoryFiles files;
  files.put("results.jsonl", text + "\n");
  REQUIRE(read_results(files, "results.jsonl",
                       [&all](JsonView read) { all.push_back(figures_of(read, "judge")); }));
  REQUIRE(all.size() == 2);
  for (const auto& figures : all) {
    REQUIRE(figures.usage);
    CHECK(figures.usage->input == 424);
    CHECK_FALSE(figures.usage->cached_input);
  }
}

TEST_CASE("an unscored line has a null verdict and says why") {
  const auto judge = judge_named("judge");
  auto record = scored_record(judge);
  record.judgements[0].verdict = std::unexpected(Unscored{"no_verdict", "no verdict in it"});
  record.judgements[0].calls[0].verdict = record.judgements[0].verdict;
  const auto line = nlohmann::json::parse(record.line(false));
  CHECK(line["status"] == "unscored");
  CHECK(line["verdict"].is_null());
  CHECK(line["judges"][0]["score"].is_null());
  CHECK(line["unscored"][0]["reason"] == "no_verdict");
}

TEST_CASE("a failed line has its error and no verdict") {
  Record record;
  record.id = "a";
  CallError error;
  error.error_class = ErrorClass::transient;
  error.code = "timeout";
  error.message = "no answer in 120 s";
  error.possibly_billed = true;
  record.failure = Failure{error, 9};
  const auto line = nlohmann::json::parse(record.line(false));
  CHECK(line["status"] == "failed");
  CHECK(line["verdict"].is_null());
  CHECK(line["error"] == nlohmann::json{{"class", "transient"},
                                        {"code", "timeout"},
                                        {"message", "no answer in 120 s"},
                                        {"attempts", 9},
                                        {"possibly_billed", true}});
}

TEST_CASE("usage or cost that one call does not know is unknown for the line") {
  const auto judge = judge_named("judge");
  auto record = scored_record(judge);
  record.generations = {record.judgements[0].calls[0].call};
  record.generations[0].reply.usage.reset();
  record.generations[0].cost_usd.reset();
  const auto line = nlohmann::json::parse(record.line(false));
  CHECK(line["usage"].is_null());
  CHECK(line["cost_usd"].is_null());
}

TEST_CASE("with several judges every verdict stands by its name") {
  const auto first = judge_named("first");
  const auto second = judge_named("second");
  auto record = scored_record(first);
  record.judgements.push_back({&second, std::unexpected(Unscored{"refusal", ""}), {}});
  const auto line = nlohmann::json::parse(record.line(true));
  CHECK(line["status"] == "unscored");
  CHECK(line["verdict"]["score"] == 8);
  CHECK(line["verdicts"]["first"]["score"] == 8);
  CHECK(line["verdicts"]["second"].is_null());
  CHECK(line["judges"].size() == 1);
  CHECK(line["judges"][0]["judge"] == "first");
}

TEST_CASE("hostile text cannot break a line") {
  const auto judge = judge_named("judge");
  auto record = scored_record(judge);
  record.output = std::string("\n\0\x1b[31m\xff\"}", 10);
  const auto text = record.line(false);
  CHECK(text.find('\n') == std::string::npos);
  CHECK_NOTHROW((void)nlohmann::json::parse(text));
}
