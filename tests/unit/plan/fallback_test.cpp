#include <doctest/doctest.h>

#include "plan_fixture.hpp"

using namespace judge;
using judge::test::Project;

namespace {

void add_spare(Project& project) {
  auto spare = project.config.models[0];
  spare.name = spare.model = "spare";
  spare.max_connections = {.automatic = false, .start = 512, .max = 512};
  project.config.models.push_back(spare);
  project.config.models[0].fallback.models = {"spare"};
}

}  // namespace

TEST_CASE("a plan counts no call, no time and no connection to a fallback") {
  Project project(400);
  const auto before = project.plan();
  add_spare(project);
  const auto plan = project.plan();
  REQUIRE(plan.calls.size() == 1);
  CHECK(plan.calls[0].model == "m");
  CHECK(plan.left() == 400);
  REQUIRE(plan.time);
  CHECK(plan.time->duration == before.time->duration);
  CHECK(plan.time->model == "m");
  CHECK(plan.time->connections == 8);
  CHECK(plan.cost_usd->expected == before.cost_usd->expected);
}

TEST_CASE("a budget needs the price of a fallback too, as a run does") {
  Project project(10);
  add_spare(project);
  project.config.limits.usd = 1;
  CHECK(project.plan().left() == 10);
  project.config.models[1].price = {};
  test::Silent progress;
  const auto plan = make_plan(project.config, {}, project.files, progress);
  REQUIRE_FALSE(plan);
  CHECK(plan.error().message.find("the price of model spare is not known") != std::string::npos);
}
