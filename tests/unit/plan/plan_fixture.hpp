#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "plan/plan.hpp"
#include "run/requests.hpp"
#include "run/run.hpp"
#include "sim/replies.hpp"
#include "sim/sim_provider.hpp"
#include "support/loop.hpp"
#include "support/memory_files.hpp"
#include "support/scratch.hpp"
#include "support/small_project.hpp"

namespace judge::test {

class Silent final : public Progress {
 public:
  void update(const Snapshot&) override {}
  void notice(std::string_view) override {}
  void finish(const Snapshot&) override {}
};

/// Says something else to every request, at once.
class DistinctAnswers final : public HttpTransport {
 public:
  Async<TransportResult> send(const HttpRequest& request, StopSignal&) override {
    requests.push_back(request.body);
    co_return sim_completion(hex(sha256(request.body)), {.input = 10, .output = 5});
  }

  std::vector<std::string> requests;
};

/// A project in a folder of its own: to be planned, and to be run against a simulated provider.
struct Project {
  explicit Project(std::size_t samples) {
    write_samples(folder / "data.jsonl", samples);
    config = small_config(folder.path(), "plan", "m");
    config.run.store = folder / "store.db";
    config.models[0].price = {.input = 1, .cached_input = {}, .output = 10};
  }

  void add_model(const std::string& name) {
    auto model = config.models[0];
    model.name = model.model = name;
    config.models.push_back(model);
  }

  void generate_by(std::vector<std::string> models) {
    for (const auto& name : models) {
      if (name != "m") add_model(name);
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
    run_with(loop, provider);
    return provider.books().requests;
  }

  /// Runs with a provider whose every answer is another; returns the requests that came.
  std::vector<std::string> run_distinct() {
    TestLoop loop;
    DistinctAnswers provider;
    run_with(loop, provider);
    return provider.requests;
  }

  nlohmann::json lines() {
    auto lines = nlohmann::json::array();
    std::istringstream text(files.content(config.run.output));
    for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
    return lines;
  }

  Scratch folder;
  MemoryFiles files;
  Config config;
  milliseconds took{0};
  double cost_usd = 0;

 private:
  void run_with(TestLoop& loop, HttpTransport& provider) {
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
  }
};

}  // namespace judge::test
