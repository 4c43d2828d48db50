// Whatever the config: the calls that a plan counts are those that a run then makes.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "plan_fixture.hpp"
#include "support/seeds.hpp"

using namespace judge;
using judge::test::Project;

namespace {

/// A small project of any kind.
class AnyProject {
 public:
  explicit AnyProject(std::uint64_t seed) : random_(seed), project_(0) {
    project_.add_model("n");
    project_.add_model("o");
    project_.config.run.epochs = 1 + one_of(2);
    samples_ = 2 + one_of(7);
    const auto turns = chance(0.3) ? 2 + one_of(2) : 1;
    write_samples(turns);
    if (turns > 1 || chance(0.5)) generate(turns);
    project_.config.judges.clear();
    if (chance(0.4)) add_gate();
    const auto judges = 1 + one_of(3);
    for (std::size_t i = 0; i < judges; ++i) add_judge(i, turns);
    settle_pairs();
  }

  Project& project() { return project_; }
  std::uint64_t samples() const { return samples_; }
  bool chance(double probability) { return random_.uniform() < probability; }
  std::size_t one_of(std::size_t count) { return random_.below(count); }

 private:
  template <class T>
  T pick(std::initializer_list<T> from) {
    return *(from.begin() + one_of(from.size()));
  }

  std::vector<std::string> pick_models() {
    return pick<std::vector<std::string>>({{"m"}, {"n"}, {"m", "n"}, {"o", "m"}});
  }

  void write_samples(std::size_t turns) {
    std::string rows;
    for (std::size_t i = 0; i < samples_; ++i) {
      const auto same = i - i % pick({1, 1, 2});  // some texts are there twice
      nlohmann::json row{{"id", fmt::format("s{}", i)},
                         {"input", fmt::format("question {}", same)},
                         {"output", fmt::format("answer {}", same)},
                         {"a", fmt::format("yes {}", same)},
                         {"b", fmt::format("no {}", same)},
                         {"target", pick({"7f", "a", "answer 0", "00"})}};
      for (std::size_t turn = 0; turns > 1 && turn < turns; ++turn)
        row["turns"].push_back(fmt::format("turn {} of {}", turn, turn == 0 ? same : i));
      rows += row.dump() + "\n";
    }
    test::write_file(project_.config.dataset.path, rows);
  }

  void generate(std::size_t turns) {
    auto& generate = project_.config.generate.emplace();
    generate.models = pick_models();
    if (turns == 1) generate.prompt = {"Answer {{input}}", "plan.toml:2"};
  }

  void add_gate() {
    JudgeConfig gate;
    gate.name = "gate";
    gate.method = Method::includes;
    project_.config.judges.push_back(gate);
  }

  void add_judge(std::size_t number, std::size_t turns) {
    JudgeConfig judge;
    judge.name = fmt::format("j{}", number);
    judge.models = pick_models();
    judge.method = pick({Method::score, Method::choice, Method::pairwise, Method::rubric});
    judge.choices = {{"good", 1}, {"bad", 0}};
    judge.votes = static_cast<std::uint32_t>(1 + one_of(3));
    judge.swap = pick({Swap::both, Swap::random, Swap::none});
    judge.criteria = {{"where"}, {"when"}};
    judge.ask_each = judge.method == Method::rubric && chance(0.5);
    if (!project_.config.judges.empty() && project_.config.judges[0].name == "gate" && chance(0.6))
      judge.gate = "gate";
    if (turns > 1 && chance(0.4)) judge.turn = static_cast<std::uint32_t>(1 + one_of(turns));
    judge.prompt = {fmt::format("{}: {}", number,
                                pick({"{{output}}", "{{output}} to {{input}}", "{{input}}",
                                      "{{^output}}none{{/output}}{{output}}, {{output}}"})),
                    "plan.toml:3"};
    if (judge.method == Method::pairwise)
      judge.prompt.text += pick({"{{a}} or {{b}}", "{{b}}", ""});
    else if (turns > 1 && chance(0.5))
      judge.prompt.text += "{{conversation}}";
    project_.config.judges.push_back(std::move(judge));
  }

  void settle_pairs() {
    std::string against;
    std::filesystem::path baseline;
    auto& config = project_.config;
    if (chance(0.4))
      baseline = write_baseline();
    else if (config.generate)
      against = config.generate->models.size() > 1 && chance(0.5) ? config.generate->models.back()
                : config.generate->models[0] == "m"               ? "o"
                                                                  : "m";
    for (auto& judge : config.judges) {
      if (judge.method != Method::pairwise) continue;
      judge.against = against;
      judge.baseline = baseline;
    }
  }

  std::filesystem::path write_baseline() {
    std::string lines;
    for (std::size_t i = 0; i < samples_; ++i)
      if (i == 0 || chance(0.7))
        lines += fmt::format(R"({{"id":"s{}","status":"scored","output":"old {}"}})", i, i) + "\n";
    const auto path = project_.folder / "old.jsonl";
    project_.files.put(path, lines);
    return path;
  }

  Random random_;
  Project project_;
  std::size_t samples_ = 0;
};

void check_foreseen(Project& project) {
  const auto plan = project.plan();
  std::uint64_t gated = 0;
  for (const auto& row : plan.calls) gated += row.gated;
  const auto sent = project.run_distinct().size();
  CHECK(sent <= plan.left());
  CHECK(sent + gated >= plan.left());
  if (plan.time) CHECK(plan.time->rehearsed == plan.left());
  CHECK(project.plan().left() == 0);
}

}  // namespace

TEST_CASE("the calls that a plan counts are those that a run makes, whatever the config") {
  for (const auto seed : seeds(60)) {
    CAPTURE(seed);
    AnyProject any(seed);
    auto& project = any.project();
    project.config.dataset.limit = 1 + any.one_of(any.samples());
    check_foreseen(project);
    project.config.dataset.limit = 0;
    if (any.chance(0.2)) project.files.put(project.config.run.output, "");
    const bool forgotten = any.chance(0.2);
    if (forgotten) std::filesystem::remove(project.config.run.store);
    if (any.chance(0.3)) project.config.judges.back().votes += 1;
    if (any.chance(0.3) && project.config.generate) {
      auto& models = project.config.generate->models;
      if (std::ranges::find(models, "n") == models.end()) models.insert(models.begin(), "n");
    }
    check_foreseen(project);
    if (forgotten) continue;
    // With every answer there, nothing is a guess.
    project.files.put(project.config.run.output, "");
    const auto plan = project.plan();
    CHECK(plan.left() == 0);
    CHECK(project.run_distinct().empty());
  }
}
