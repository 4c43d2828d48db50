#include <doctest/doctest.h>

#include <set>

#include "plan_fixture.hpp"

using namespace judge;
using judge::test::Project;

namespace {

std::uint64_t calls_of(const Plan& plan) {
  std::uint64_t calls = 0;
  for (const auto& row : plan.calls) calls += row.calls;
  return calls;
}

/// What is left by the plan a run then sends, the first requests to the byte, and it is rehearsed
/// as it is counted. Returns the plan.
Plan check_foreseen(Project& project) {
  auto plan = project.plan();
  REQUIRE(plan.time);
  CHECK(plan.time->rehearsed == plan.left());
  const auto sent = project.run_distinct();
  CHECK(plan.left() == sent.size());
  std::set<nlohmann::json> messages;
  for (const auto& body : sent) messages.insert(nlohmann::json::parse(body)["messages"]);
  const bool all_left = plan.left() == calls_of(plan);
  for (const auto& request : plan.first)
    if (all_left && request.output_known) CHECK(messages.contains(request.messages));
  const auto after = project.plan();
  CHECK(after.left() == 0);
  CHECK(calls_of(after) == calls_of(plan));
  return plan;
}

JudgeConfig pairs(const char* prompt = "{{input}}: {{a}} or {{b}}?") {
  JudgeConfig judge;
  judge.name = "pair";
  judge.method = Method::pairwise;
  judge.models = {"m"};
  judge.prompt = {prompt, "plan.toml:3"};
  return judge;
}

void write_pairs(Project& project, std::size_t samples) {
  std::string rows;
  for (std::size_t i = 0; i < samples; ++i)
    rows += fmt::format(R"({{"id":"p{0}","input":"q{0}","a":"yes {0}","b":"no {0}"}})", i) + "\n";
  test::write_file(project.config.dataset.path, rows);
}

void write_turns(Project& project, std::size_t samples) {
  std::string rows;
  for (std::size_t i = 0; i < samples; ++i)
    rows +=
        fmt::format(R"({{"id":"t{0}","turns":["first {0}","second {0}","third {0}"]}})", i) + "\n";
  test::write_file(project.config.dataset.path, rows);
}

}  // namespace

TEST_CASE("a pair shown both ways round is two calls") {
  Project project(0);
  write_pairs(project, 12);
  project.config.judges = {pairs()};
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 1);
  CHECK(plan.calls[0].calls == 24);
}

TEST_CASE("of a pair shown in a random order the plan knows which, as the run's coin falls") {
  Project project(0);
  write_pairs(project, 40);
  project.config.judges = {pairs()};
  project.config.judges[0].swap = Swap::random;
  CHECK(project.plan().left() == 40);
  project.config.dataset.limit = 25;
  project.run_distinct();
  project.config.dataset.limit = 0;
  project.files.put(project.config.run.output, "");  // so it is the store that knows
  CHECK(check_foreseen(project).left() == 15);
}

TEST_CASE("a panel has a row a model, with all its votes") {
  Project project(10);
  project.add_model("n");
  project.config.judges[0].models = {"m", "n"};
  project.config.judges[0].votes = 3;
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 2);
  for (const auto& row : plan.calls) {
    CHECK(row.stage == "judge");
    CHECK(row.left == 30);
  }
  CHECK(plan.calls[1].model == "n");
  project.config.judges[0].votes = 5;  // three are there
  CHECK(check_foreseen(project).left() == 40);
}

TEST_CASE("a rubric asked criterion by criterion is a call each") {
  Project project(7);
  auto& judge = project.config.judges[0];
  judge.method = Method::rubric;
  judge.prompt.text = "{{criteria}} in {{output}}?";
  judge.criteria = {{"says where"}, {"says when"}, {"invents", -1}};
  CHECK(project.plan().left() == 7);
  judge.ask_each = true;
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 1);
  CHECK(plan.calls[0].left == 21);
}

TEST_CASE("the other of each pair is written once for all candidates") {
  Project project(9);
  project.generate_by({"m", "n"});
  project.add_model("other");
  project.config.judges = {pairs()};
  project.config.judges[0].against = "other";
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 4);
  CHECK(plan.calls[2].stage == "generate");
  CHECK(plan.calls[2].model == "other");
  CHECK(plan.calls[2].left == 9);
  CHECK(plan.calls[3].left == 36);
  CHECK(plan.lines == 18);
}

TEST_CASE("a model is not compared with itself, but judged otherwise") {
  Project project(6);
  project.generate_by({"m", "n"});
  project.config.judges.push_back(pairs());
  project.config.judges[1].against = "n";
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 4);
  CHECK(plan.calls[2].left == 12);
  CHECK(plan.calls[3].left == 12);  // 6 pairs, both ways
}

TEST_CASE("an output without one in the baseline is not compared") {
  Project project(10);
  std::string lines;
  for (int i = 0; i < 6; ++i)
    lines +=
        fmt::format(R"({{"id":"q{}","epoch":0,"status":"scored","output":"old {}"}})", i, i) + "\n";
  const auto baseline = project.folder / "old.jsonl";
  project.files.put(baseline, lines);
  project.config.judges = {pairs()};
  project.config.judges[0].baseline = baseline;
  CHECK(check_foreseen(project).left() == 12);
}

TEST_CASE("each turn of a conversation is a call, and waits for the one before") {
  Project project(0);
  write_turns(project, 8);
  project.generate_by({"m"});
  project.config.generate->prompt = {};
  project.config.judges[0].prompt.text = "Grade {{conversation}}";
  auto early = project.config.judges[0];
  early.name = "early";
  early.turn = 1;
  early.prompt.text = "Grade {{output}}";
  project.config.judges.push_back(early);
  const auto plan = check_foreseen(project);
  REQUIRE(plan.calls.size() == 3);
  CHECK(plan.calls[0].left == 24);
  CHECK(plan.calls[1].left == 8);
  CHECK(plan.calls[2].left == 8);
}

TEST_CASE("turns take as long as they do one after the other") {
  Project project(0);
  write_turns(project, 100);
  project.generate_by({"m"});
  project.config.generate->prompt = {};
  project.config.judges[0].prompt.text = "Grade {{conversation}}";
  SimBehaviour steady;
  steady.latency = 500ms;
  steady.latency_spread = 0ms;
  const auto plan = project.plan({.latency = 500ms});
  project.run(steady);
  CHECK(static_cast<double>(plan.time->duration.count()) ==
        doctest::Approx(static_cast<double>(project.took.count())).epsilon(0.02));
}

TEST_CASE("what passes a gate is not judged, and counts as judged while it is not written") {
  Project project(0);
  std::string rows;
  for (int i = 0; i < 10; ++i)
    rows += fmt::format(R"({{"id":"{0}","input":"q{0}","output":"{1}","target":"right"}})", i,
                        i < 4 ? "right" : "wrong") +
            "\n";
  test::write_file(project.config.dataset.path, rows);
  JudgeConfig gate;
  gate.name = "gate";
  gate.method = Method::exact;
  auto& judges = project.config.judges;
  judges.insert(judges.begin(), gate);
  judges[1].gate = "gate";
  SUBCASE("outputs are there") {
    const auto plan = check_foreseen(project);
    CHECK(plan.left() == 6);
    CHECK(plan.calls[0].gated == 0);
  }
  SUBCASE("outputs are still to be written") {
    project.generate_by({"m"});
    const auto plan = project.plan();
    CHECK(plan.calls[1].left == 10);
    CHECK(plan.calls[1].gated == 10);
    CHECK(project.run_distinct().size() == 20);
    CHECK(project.plan().left() == 0);
  }
}

TEST_CASE("a request that shows no output is known before there is one") {
  Project project(10);
  project.generate_by({"m"});
  project.config.judges[0].prompt.text = "Is {{input}} a question?";
  project.config.generate->prompt.text = "Once {{input}}";
  project.run_distinct();
  project.config.generate->prompt.text = "Twice {{input}}";
  CHECK(check_foreseen(project).left() == 10);
}
