#pragma once

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "plan/plan.hpp"
#include "run/requests.hpp"
#include "run/run.hpp"
#include "sim/sim_provider.hpp"
#include "support/loop.hpp"
#include "support/memory_files.hpp"
#include "support/scratch.hpp"

namespace judge::test {

class Silent final : public Progress {
 public:
  void update(const Snapshot&) override {}
  void notice(std::string_view) override {}
  void finish(const Snapshot&) override {}
};

/// A project in a folder of its own: to be planned, and to be run against a simulated provider.
struct Project {
  explicit Project(std::size_t samples) {
    std::ofstream file(folder / "data.jsonl");
    for (std::size_t i = 0; i < samples; ++i)
      file << fmt::format(R"({{"id":"q{}","input":"question {}","output":"answer {}"}})", i, i, i)
           << '\n';
    config.file = folder / "plan.toml";
    config.run.name = "plan";
    config.run.output = folder / "results.jsonl";
    config.run.store = folder / "store.db";
    config.dataset.path = folder / "data.jsonl";
    ModelConfig model;
    model.name = model.model = "m";
    model.base_url = "http://sim/v1";
    model.max_connections = {.automatic = false, .start = 8, .max = 8};
    model.price = {.input = 1, .cached_input = {}, .output = 10};
    config.models = {model};
    JudgeConfig judge;
    judge.name = "judge";
    judge.models = {"m"};
    judge.prompt = {"Grade {{output}} to {{input}}", "plan.toml:1"};
    config.judges = {judge};
  }

  void generate_by(std::vector<std::string> models) {
    for (const auto& name : models) {
      if (name == "m") continue;
      auto model = config.models[0];
      model.name = model.model = name;
      config.models.push_back(model);
    }
    config.generate.emplace();
    config.generate->models = std::move(models);
    config.generate->prompt = {"Answer {{input}}", "plan.toml:2"};
  }

  Plan plan(PlanOptions options = {}) {
    Silent progress;
    auto plan = make_plan(config, options, files, progress);
    REQUIRE_MESSAGE(plan, plan.error().message);
    return std::move(*plan);
  }

  /// Runs for real, but for time and provider; returns how many requests came.
  std::uint64_t run(SimBehaviour behaviour = {}) {
    TestLoop loop;
    SimProvider provider(loop.executor(), loop.clock, behaviour);
    Silent progress;
    StopSignal stop;
    Seams seams{.loop = loop.executor(),
                .blocking = loop.executor(),
                .clock = loop.clock,
                .transport = provider,
                .files = files,
                .progress = progress,
                .stop = stop};
    const auto started = loop.clock.now();
    const auto summary = loop.finish(judge::run(config, {}, seams));
    REQUIRE(summary);
    REQUIRE_MESSAGE(*summary, summary->error().message);
    took = std::chrono::duration_cast<milliseconds>(loop.clock.now() - started);
    cost_usd = (*summary)->tally.cost_usd;
    return provider.books().requests;
  }

  Scratch folder;
  MemoryFiles files;
  Config config;
  milliseconds took{0};
  double cost_usd = 0;
};

}  // namespace judge::test
