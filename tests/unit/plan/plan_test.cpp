#include "plan/plan.hpp"

#include <doctest/doctest.h>

#include "plan_fixture.hpp"

using namespace judge;
using judge::test::Project;

TEST_CASE("a plan counts the calls that a run then makes, whatever is done already") {
  Project project(60);
  project.generate_by({"m"});
  CHECK(project.plan().left() == 120);
  project.config.dataset.limit = 25;
  CHECK(project.run() == 50);
  project.config.dataset.limit = 0;
  CHECK(project.plan().left() == 70);
  CHECK(project.plan().lines_done == 25);
  CHECK(project.run() == 70);
  CHECK(project.plan().left() == 0);
  CHECK_FALSE(project.plan().time);
  project.config.judges[0].prompt.text = "Grade anew {{output}} to {{input}}";
  CHECK(project.plan().left() == 60);
  CHECK(project.run() == 60);
}

TEST_CASE("the form in which a server takes requests is known from the store") {
  Project project(40);
  SimBehaviour old;
  old.takes_json_schema = false;
  old.latency = 100ms;  // a refusal comes soon
  old.latency_spread = 0ms;
  CHECK(project.run(old) == 41);
  project.files.put(project.config.run.output, "");
  CHECK(project.plan().left() == 0);
}

TEST_CASE("epochs and candidates multiply the calls, repeats of a request do not") {
  Project project(10);
  project.config.run.epochs = 3;
  CHECK(project.plan().left() == 30);
  CHECK(project.plan().lines == 30);
  project.config.judges[0].prompt.text = "Always the same";
  CHECK(project.plan().left() == 3);
  CHECK(project.run() == 3);
  project.generate_by({"m", "n"});
  const auto plan = project.plan();
  CHECK(plan.lines == 60);
  REQUIRE(plan.calls.size() == 3);
  CHECK(plan.calls[0].left == 30);
  CHECK(plan.calls[1].model == "n");
  CHECK(plan.calls[1].left == 30);
  CHECK(plan.calls[2].calls == 3);
  CHECK(plan.calls[2].left == 0);  // whatever they will write, the judge is not shown it
  CHECK(project.run() == 60);
}

TEST_CASE("failed lines are planned again, as a run tries them again") {
  Project project(50);
  SimBehaviour fails;
  fails.too_long = 0.2;
  project.run(fails);
  const auto left = project.plan().left();
  CHECK(left > 0);
  CHECK(left < 50);
  CHECK(project.run() == left);
}

TEST_CASE("the duration is that of the run") {
  Project project(400);
  SimBehaviour steady;
  steady.latency = 700ms;
  steady.latency_spread = 0ms;
  SUBCASE("with permits") {}
  SUBCASE("with rpm") {
    project.config.models[0].rpm = 240;
  }
  SUBCASE("of two stages") {
    project.generate_by({"m"});
  }
  SUBCASE("of a panel that votes") {
    project.add_model("n");
    project.config.judges[0].models = {"m", "n"};
    project.config.judges[0].votes = 3;
  }
  SUBCASE("of pairs whose other is written too") {
    project.generate_by({"m"});
    project.add_model("other");
    project.config.judges[0].method = Method::pairwise;
    project.config.judges[0].against = "other";
  }
  const auto plan = project.plan({.latency = 700ms});
  project.run(steady);
  REQUIRE(plan.time);
  CHECK(plan.time->rehearsed == plan.left());
  CHECK(static_cast<double>(plan.time->duration.count()) ==
        doctest::Approx(static_cast<double>(project.took.count())).epsilon(0.02));
}

TEST_CASE("what binds is found, and the connections that do not") {
  Project project(600);
  auto& model = project.config.models[0];
  const PlanOptions second{.latency = 1s};
  auto time = *project.plan(second).time;
  CHECK(time.binding == Binding::connections);
  CHECK_FALSE(time.enough_connections);
  CHECK(*time.without < time.duration / 10);

  model.rpm = 120;
  time = *project.plan(second).time;
  CHECK(time.binding == Binding::rpm);
  CHECK(time.enough_connections == 2);

  model.rpm = 6000;
  time = *project.plan(second).time;
  CHECK(time.binding == Binding::connections);
  CHECK(*time.enough_connections > 8);

  model.rpm.reset();
  model.tpm = 20'000;
  CHECK(project.plan(second).time->binding == Binding::tpm);

  model.tpm.reset();
  model.max_connections = {.automatic = false, .start = 600, .max = 600};
  CHECK(project.plan(second).time->binding == Binding::latency);
}

TEST_CASE("with thirty stored answers the cost of the rest is told by them") {
  Project project(300);
  SimBehaviour chatty;
  chatty.input_tokens = 500;
  chatty.output_tokens = 80;
  chatty.output_sigma = 0.5;
  project.config.dataset.limit = 29;
  project.run(chatty);
  project.config.dataset.limit = 0;
  CHECK(project.plan().calls[0].pilot == 0);
  project.config.dataset.limit = 100;
  project.run(chatty);
  project.config.dataset.limit = 0;
  const auto plan = project.plan();
  CHECK(plan.calls[0].pilot == 100);
  CHECK(plan.calls[0].latency_from == PlannedCalls::LatencyFrom::stored);
  project.run(chatty);
  const auto spent = project.cost_usd - plan.spent_usd;
  REQUIRE(plan.cost_usd);
  CHECK(plan.cost_usd->low < spent);
  CHECK(spent < *plan.cost_usd->high);
  CHECK(*plan.cost_usd->high < 1.5 * plan.cost_usd->low);
}

TEST_CASE("without stored answers cost lies between the assumed and the longest answer") {
  Project project(10);
  CHECK_FALSE(project.plan().cost_usd->high);
  project.config.models[0].params = {{"max_completion_tokens", 1000}};
  const auto plan = project.plan();
  CHECK(plan.calls[0].output_tokens.expected == 2560);
  CHECK(plan.calls[0].output_tokens.high == 10'000);
  CHECK(*plan.cost_usd->high > 3 * plan.cost_usd->expected);
  project.config.models[0].price = {};
  CHECK_FALSE(project.plan().cost_usd);
}

TEST_CASE(
    "an output that is not written yet makes its judge's request longer as often as it is named") {
  Project project(20);
  project.generate_by({"m"});
  const auto tokens = [&](const char* prompt) {
    project.config.judges[0].prompt.text = prompt;
    return project.plan().calls[1].input_tokens.expected;
  };
  const auto none = tokens("Grade {{input}}");
  const auto once = tokens("Grade {{input}}{{output}}");
  const auto twice = tokens("Grade {{input}}{{output}}{{output}}");
  CHECK(once - none == doctest::Approx(20 * 256).epsilon(0.01));
  CHECK(twice - once == doctest::Approx(20 * 256).epsilon(0.01));
}

TEST_CASE("the first requests are of two stages where there are two") {
  Project project(3);
  auto first = project.plan().first;
  REQUIRE(first.size() == 2);
  CHECK(first[0].id == "q0");
  CHECK(first[1].id == "q1");
  CHECK(first[0].messages[0]["content"].get<std::string>().starts_with("Grade answer 0"));
  project.generate_by({"m"});
  first = project.plan().first;
  REQUIRE(first.size() == 2);
  CHECK(first[0].stage == "generate");
  CHECK(first[1].stage == "judge");
  CHECK(first[1].id == "q0");
  CHECK_FALSE(first[1].output_known);
  project.run();
  CHECK(project.plan().first[1].output_known);
}

TEST_CASE("a plan writes nothing") {
  Project project(20);
  project.plan();
  CHECK_FALSE(std::filesystem::exists(project.config.run.store));
  CHECK_FALSE(std::filesystem::exists(project.config.run.output));
  CHECK(project.files.writes == 1);  // the digests, to a file without a name
  project.run();
  const auto results = project.files.content(project.config.run.output);
  const auto store = test::read_file(project.config.run.store);
  project.config.dataset.limit = 10;
  project.plan();
  CHECK(project.files.content(project.config.run.output) == results);
  CHECK(test::read_file(project.config.run.store) == store);
}
