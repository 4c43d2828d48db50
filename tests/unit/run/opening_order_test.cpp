#include <doctest/doctest.h>
#include <fmt/format.h>

#include "run/opening.hpp"
#include "support/memory_files.hpp"
#include "support/scratch.hpp"

using namespace judge;

namespace {

std::string text(char kind, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += fmt::format("{}{} ", kind, i);
  return text;
}

/// Rows of documents, named by a letter, and a prompt that begins with the document.
struct Project {
  explicit Project(std::string_view documents, std::size_t bytes = 6000) {
    std::string rows;
    for (const auto kind : documents)
      rows += fmt::format(R"({{"id":"{}","document":"{}","output":"o"}})"
                          "\n",
                          rows.size(), text(kind, bytes));
    config.dataset.path = scratch.path() / "data.jsonl";
    test::write_file(config.dataset.path, rows);
    config.run.output = "results.jsonl";
    config.run.order = Order::prefix;
    ModelConfig model;
    model.name = "m";
    config.models = {model};
    add_judge(Method::score, "{{document}} Grade {{output}}");
  }

  void add_judge(Method method, const std::string& prompt) {
    JudgeConfig judge;
    judge.name = fmt::format("judge{}", config.judges.size());
    judge.method = method;
    judge.pattern = "o";
    judge.models = {"m"};
    judge.prompt = {prompt, "judge.toml:1"};
    config.judges.push_back(judge);
  }

  /// The samples' indices, in the order in which a run lets them in.
  std::vector<std::uint64_t> order() {
    const auto pipeline = Pipeline::make(config);
    REQUIRE(pipeline);
    CheckProgress progress;
    auto opening = open_run(config, {}, *pipeline, files, progress);
    REQUIRE(opening);
    auto reader = samples_in_order(config, *opening);
    REQUIRE(reader);
    std::vector<std::uint64_t> order;
    while (true) {
      const auto sample = (*reader)->next();
      REQUIRE(sample);
      if (!*sample) return order;
      order.push_back((*sample)->index);
    }
  }

  test::Scratch scratch;
  MemoryFiles files;
  Config config;
};

using Indices = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("by prefix the samples of a document follow the first of them") {
  CHECK(Project("abcabca").order() == Indices{0, 3, 6, 1, 4, 2, 5});
  Project in_dataset_order("abcabca");
  in_dataset_order.config.run.order = Order::dataset;
  CHECK(in_dataset_order.order() == Indices{0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("short prompts, and prompts that begin differently, keep the dataset's order") {
  CHECK(Project("abab", 3000).order() == Indices{0, 1, 2, 3});
  Project begins_with_id("abab");
  begins_with_id.config.judges[0].prompt.text = "{{id}} {{document}} {{output}}";
  CHECK(begins_with_id.order() == Indices{0, 1, 2, 3});
}

TEST_CASE("what counts is what is sent first: generation's prompt, else that of the first judge") {
  Project generating("abab");
  generating.config.judges[0].prompt.text = "Grade {{output}}";
  generating.config.generate.emplace();
  generating.config.generate->models = {"m"};
  generating.config.generate->prompt = {"{{document}} {{id}}", "judge.toml:2"};
  CHECK(generating.order() == Indices{0, 2, 1, 3});

  Project scoring("abab");
  scoring.config.judges.clear();
  scoring.add_judge(Method::regex, "");
  CHECK(scoring.order() == Indices{0, 1, 2, 3});
  scoring.add_judge(Method::score, "{{document}} {{output}}");
  CHECK(scoring.order() == Indices{0, 2, 1, 3});
}

TEST_CASE("a rubric that all have in common groups nothing, the documents behind it do") {
  Project project("abab");
  project.config.judges[0].system = PromptText{text('r', 9000), "judge.toml:3"};
  CHECK(project.order() == Indices{0, 2, 1, 3});
  project.config.judges[0].prompt.text = "{{id}} {{document}} {{output}}";
  CHECK(project.order() == Indices{0, 1, 2, 3});
}

TEST_CASE("limit and sample choose of the dataset, whatever the order") {
  Project project("abcabca");
  project.config.dataset.limit = 4;
  CHECK(project.order() == Indices{0, 3, 1, 2});
}
