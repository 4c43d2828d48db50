// What judges of every method make of a sample, from the config to the results line.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>

#include "support/world.hpp"

using namespace judge;
using nlohmann::json;

namespace {

using Says = std::function<std::string(const std::string&)>;

SimBehaviour behaviour(Says says) {
  SimBehaviour b;
  b.says = std::move(says);
  return b;
}

void write_rows(World& world, const std::vector<json>& rows) {
  std::ofstream file(world.config.dataset.path);
  for (const auto& row : rows) file << row.dump() << '\n';
}

ModelConfig& add_model(World& world, const std::string& name) {
  auto model = world.config.models.front();
  model.name = model.model = name;
  return world.config.models.emplace_back(model);
}

std::string prompt_of(const std::string& body) {
  return json::parse(body)["messages"].back()["content"];
}

std::string asked_model(const std::string& body) {
  return json::parse(body)["model"];
}

/// The texts in the prompt "A: … B: …".
std::pair<std::string, std::string> shown_pair(const std::string& body) {
  const auto prompt = prompt_of(body);
  const auto a = prompt.find("A: "), b = prompt.find(" B: "), end = prompt.find('\n');
  return {prompt.substr(a + 3, b - a - 3), prompt.substr(b + 4, end - b - 4)};
}

std::string better(const std::string& body) {
  const auto [a, b] = shown_pair(body);
  return a == b ? "tie" : a < b ? "A" : "B";
}

std::string winner(const std::string& who) {
  return R"({"explanation":"because","winner":")" + who + "\"}";
}

JudgeConfig& pairwise(World& world) {
  auto& judge = world.config.judges.front();
  judge.method = Method::pairwise;
  judge.prompt.text = "A: {{a}} B: {{b}}\n";
  return judge;
}

std::vector<json> pair_rows() {
  return {{{"id", "first"}, {"a", "apple"}, {"b", "pear"}},
          {{"id", "second"}, {"a", "pear"}, {"b", "apple"}},
          {{"id", "same"}, {"a", "fig"}, {"b", "fig"}}};
}

std::map<std::string, json> verdicts(World& world) {
  std::map<std::string, json> verdicts;
  for (const auto& line : world.lines())
    verdicts[line["id"]] = line["verdict"].is_null() ? json() : line["verdict"]["value"];
  return verdicts;
}

}  // namespace

TEST_CASE("a pair is judged in both orders, and wins only if it wins in both") {
  World world(0);
  write_rows(world, pair_rows());
  pairwise(world);
  const auto outcome = world.run(behaviour([](const auto& body) { return winner(better(body)); }));
  world.check_promises(outcome);
  CHECK(outcome.books.requests == 3);  // the same request is sent once, whoever needs it
  CHECK(verdicts(world) ==
        std::map<std::string, json>{{"first", "A"}, {"second", "B"}, {"same", "tie"}});
  for (const auto& line : world.lines()) {
    REQUIRE(line["judges"].size() == 2);
    CHECK(line["judges"][0]["order"] == "ab");
    CHECK(line["judges"][1]["order"] == "ba");
    CHECK(line["judges"][1]["value"] == line["verdict"]["value"]);
    CHECK(line["against"]["model"] == nullptr);
  }
}

TEST_CASE("a judge who always prefers the first slot decides nothing") {
  const Says first = [](const auto&) { return winner("A"); };
  for (const auto& [otherwise, value] :
       {std::pair(OnInconsistent::tie, json("tie")), std::pair(OnInconsistent::half, json("half")),
        std::pair(OnInconsistent::drop, json())}) {
    World world(0);
    write_rows(world, pair_rows());
    pairwise(world).on_inconsistent = otherwise;
    const auto outcome = world.run(behaviour(first));
    CHECK(verdicts(world)["first"] == value);
    if (otherwise == OnInconsistent::drop)
      CHECK(world.lines()[0]["unscored"][0]["reason"] == "inconsistent");
    else
      CHECK(world.lines()[0]["verdict"]["score"] == 0.5);
  }
}

TEST_CASE("with swap = random each pair is shown once, some the other way round, always the same") {
  World world(0);
  std::vector<json> rows;
  for (int i = 0; i < 200; ++i)
    rows.push_back(
        {{"id", fmt::format("q{}", i)}, {"a", "apple"}, {"b", fmt::format("pear{}", i)}});
  write_rows(world, rows);
  pairwise(world).swap = Swap::random;
  const auto outcome = world.run(behaviour([](const auto& body) { return winner(better(body)); }));
  CHECK(outcome.books.requests == 200);
  int swapped = 0;
  for (const auto& line : world.lines()) {
    CHECK(line["verdict"]["value"] == "A");
    swapped += line["judges"][0]["order"] == "ba" ? 1 : 0;
  }
  CHECK(swapped > 70);
  CHECK(swapped < 130);
  RunOptions fresh;
  fresh.fresh = true;
  CHECK(world.run({}, fresh).books.requests == 0);  // all of them are in the store
}

TEST_CASE("a panel's majority decides, and the line holds what each member said") {
  World world(4);
  add_model(world, "strict");
  add_model(world, "lenient");
  auto& judge = world.config.judges.front();
  judge.method = Method::choice;
  judge.choices = {{"GOOD", 1}, {"BAD", 0}};
  judge.models = {"sim", "strict", "lenient"};
  const auto outcome = world.run(behaviour([](const auto& body) {
    return asked_model(body) == "strict" ? R"({"choice":"BAD"})" : R"({"choice":"GOOD"})";
  }));
  world.check_promises(outcome);
  CHECK(outcome.books.requests == 12);
  for (const auto& line : world.lines()) {
    CHECK(line["verdict"]["value"] == "GOOD");
    REQUIRE(line["judges"].size() == 3);
    CHECK(line["judges"][1]["model"] == "strict");
    CHECK(line["judges"][1]["value"] == "BAD");
  }
}

TEST_CASE("more votes keep those that there are") {
  World world(5);
  auto& judge = world.config.judges.front();
  const auto says = behaviour([](const auto&) { return R"({"score":7})"; });
  CHECK(world.run(says).books.requests == 5);
  judge.votes = 3;
  const auto more = world.run(says);
  CHECK(more.books.requests == 10);
  for (const auto& line : world.lines()) {
    REQUIRE(line["judges"].size() == 3);
    CHECK(line["judges"][0]["stored"] == true);
    CHECK(line["judges"][2]["vote"] == 3);
    CHECK(line["judges"][2]["stored"] == false);
  }
}

TEST_CASE("a rubric's points are summed over the criteria met, asked all at once or one by one") {
  const std::vector<Criterion> criteria = {{"is polite", 2}, {"is right", 3}, {"rambles", -1}};
  for (const bool each : {false, true}) {
    World world(2);
    auto& judge = world.config.judges.front();
    judge.method = Method::rubric;
    judge.criteria = criteria;
    judge.ask_each = each;
    judge.prompt.text = "{{output}}\n{{criteria}}\n";
    const auto outcome = world.run(behaviour([&](const auto& body) -> std::string {
      const auto prompt = prompt_of(body);
      if (each) return prompt.contains("is right") ? R"({"met":false})" : R"({"met":true})";
      CHECK(prompt.contains("1. is polite (2 points)\n2. is right (3 points)"));
      return R"({"criteria":[{"criterion":1,"met":true},{"criterion":2,"met":false},)"
             R"({"criterion":3,"met":true}]})";
    }));
    CHECK(outcome.books.requests == (each ? 6 : 2));
    for (const auto& line : world.lines()) {
      CHECK(line["verdict"]["value"] == json({{"1", true}, {"2", false}, {"3", true}}));
      CHECK(line["verdict"]["score"] == doctest::Approx(0.2));
    }
  }
}

TEST_CASE("an answer without a verdict is repaired once, visibly, and paid for") {
  World world(6);
  world.config.judges.front().repair = 1;
  const auto outcome = world.run(behaviour([](const auto& body) -> std::string {
    const bool again = json::parse(body)["messages"].size() > 1;
    return again ? R"({"score":4})" : "I liked it.";
  }));
  world.check_promises(outcome);
  CHECK(outcome.books.requests == 12);
  for (const auto& line : world.lines()) {
    CHECK(line["verdict"]["value"] == 4);
    REQUIRE(line["judges"].size() == 2);
    CHECK(line["judges"][0]["reason"] == "no_verdict");
    CHECK_FALSE(line["judges"][0].contains("repair"));
    CHECK(line["judges"][1]["repair"] == true);
    CHECK(line["usage"]["input"] == 200);
  }
}

TEST_CASE("what a gate lets pass is not asked") {
  World world(0);
  write_rows(world, {{{"id", "right"}, {"output", "4"}, {"target", "4"}},
                     {{"id", "other"}, {"output", "four"}, {"target", "4"}}});
  JudgeConfig exact;
  exact.name = "exact";
  exact.method = Method::exact;
  auto judge = world.config.judges.front();
  judge.prompt.text = "{{output}}";
  judge.gate = "exact";
  world.config.judges = {exact, judge};
  const auto outcome = world.run(behaviour([](const auto&) { return R"({"score":9})"; }));
  CHECK(outcome.books.requests == 1);
  std::map<std::string, json> scores;
  for (const auto& line : world.lines()) scores[line["id"]] = line["verdicts"]["judge"]["score"];
  CHECK(scores == std::map<std::string, json>{{"right", 10.0}, {"other", 9.0}});
}

TEST_CASE("two models write, and the pair of what they wrote is judged") {
  World world(10);
  add_model(world, "writer");
  add_model(world, "other");
  world.config.generate =
      GenerateConfig{.models = {"writer"}, .system = {}, .prompt = {"{{input}}", "sim.toml:1"}};
  pairwise(world).against = "other";
  const auto outcome = world.run(behaviour([](const auto& body) {
    const auto model = asked_model(body);
    return model == "sim" ? winner(better(body)) : model == "writer" ? "apple" : "pear";
  }));
  world.check_promises(outcome);
  // Ten outputs each; what the judge sees is the same pair every time.
  CHECK(outcome.books.requests == 22);
  for (const auto& line : world.lines()) {
    CHECK(line["model"] == "writer");
    CHECK(line["output"] == "apple");
    CHECK(line["against"]["model"] == "other");
    CHECK(line["against"]["output"] == "pear");
    CHECK(line["verdict"]["value"] == "A");
    CHECK(line["usage"]["input"] == 400);
  }
}

TEST_CASE("what serves several pairs is asked once and counted once") {
  World world(10);
  for (const auto* name : {"x", "y", "base"}) add_model(world, name);
  world.config.generate =
      GenerateConfig{.models = {"x", "y"}, .system = {}, .prompt = {"{{input}}", "sim.toml:1"}};
  pairwise(world).against = "base";
  const auto outcome = world.run(behaviour([](const auto& body) {
    return asked_model(body) == "sim" ? winner("A") : asked_model(body) + prompt_of(body);
  }));
  world.check_promises(outcome);
  CHECK(outcome.books.requests == 30 + 40);
  CHECK(world.lines().size() == 20);
  CHECK(outcome.summary->tally.input_tokens == 7000);
  CHECK(outcome.summary->tally.metrics.size() == 2);
}

TEST_CASE("outputs are compared with those of an earlier run; who has none there is unscored") {
  World world(4);
  world.config.judges.front().method = Method::exact;
  pairwise(world).swap = Swap::none;
  world.files.put("/baseline.jsonl", R"({"id":"q0","epoch":0,"status":"scored","output":"zzz"})"
                                     "\n"
                                     R"({"id":"q1","epoch":0,"status":"scored","output":"aaa"})"
                                     "\n"
                                     R"({"id":"q2","epoch":0,"status":"failed","output":"zzz"})"
                                     "\n");
  world.config.judges.front().baseline = "/baseline.jsonl";
  const auto says = behaviour([](const auto& body) { return winner(better(body)); });
  CHECK(world.run(says).books.requests == 2);
  auto seen = verdicts(world);
  CHECK(seen["q0"] == "A");
  CHECK(seen["q1"] == "B");
  CHECK(seen["q2"] == nullptr);
  for (const auto& line : world.lines())
    if (line["id"] == "q3") CHECK(line["unscored"][0]["reason"] == "no_baseline");
  // Another output in the baseline is another pair.
  world.files.put("/baseline.jsonl", R"({"id":"q0","epoch":0,"status":"scored","output":"aaa"})"
                                     "\n");
  world.run(says);
  CHECK(verdicts(world)["q0"] == "B");
}

TEST_CASE("a conversation's turns are answered in order, and judged by turn") {
  World world(0);
  write_rows(world, {{{"id", "talk"},
                      {"turns", {"one?", "two?"}},
                      {"target", {"first target", "second target"}}}});
  add_model(world, "writer");
  world.config.generate = GenerateConfig{.models = {"writer"}, .system = {}, .prompt = {}};
  auto& judge = world.config.judges.front();
  judge.turn = 1;
  judge.name = "first";
  judge.prompt.text = "{{input}}|{{output}}|{{target}}";
  auto second = judge;
  second.turn = 2;
  second.name = "second";
  second.prompt.text = "{{conversation}}|{{input}}|{{output}}|{{target}}";
  world.config.judges.push_back(second);
  std::vector<std::string> prompts;
  const auto outcome = world.run(behaviour([&](const auto& body) -> std::string {
    if (asked_model(body) == "writer")
      return fmt::format("answer {}", json::parse(body)["messages"].size());
    prompts.push_back(prompt_of(body));
    return R"({"score":5})";
  }));
  world.check_promises(outcome);
  REQUIRE(prompts.size() == 2);
  CHECK(prompts[0].starts_with("one?|answer 1|first target"));
  CHECK(
      prompts[1].starts_with("User:\none?\n\nAssistant:\nanswer 1\n\nUser:\ntwo?\n\nAssistant:\n"
                             "answer 3|two?|answer 3|second target"));
  const auto line = world.lines().at(0);
  CHECK(line["output"] == "answer 3");
  REQUIRE(line["turns"].size() == 2);
  CHECK(line["turns"][0]["output"] == "answer 1");
  CHECK(line["usage"]["input"] == 400);
}

TEST_CASE("a killed run of many calls a sample goes on without paying twice") {
  World world(40);
  add_model(world, "writer");
  add_model(world, "other");
  world.config.generate =
      GenerateConfig{.models = {"writer"}, .system = {}, .prompt = {"{{input}}", "sim.toml:1"}};
  auto& judge = pairwise(world);
  judge.against = "other";
  auto b = behaviour([](const auto& body) {
    return asked_model(body) == "sim" ? winner("A") : asked_model(body) + prompt_of(body);
  });
  const auto stopped = world.run(b, {}, [](StopSignal& stop, Clock& clock) {
    std::vector<TimerHandle> timers;
    timers.push_back(clock.at(clock.now() + 3s, [&stop] { stop.raise(StopLevel::drain); }));
    return timers;
  });
  CHECK(stopped.summary->tally.pending() > 0);
  const auto finished = world.run(b);
  world.check_promises(finished);
  CHECK(world.everything_answered_once());
  CHECK(world.lines().size() == 40);
}
