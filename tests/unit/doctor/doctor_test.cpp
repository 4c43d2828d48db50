#include "doctor/doctor.hpp"

#include <doctest/doctest.h>

#include "network_fixture.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

struct Project {
  explicit Project(std::size_t samples) : config(small_config(folder.path(), "doctor", "m")) {
    write_samples(folder / "data.jsonl", samples);
    config.run.store = folder / "store.db";
  }
  std::string examine() const {
    return lines(check_machine(config, posix_files(), place_of, 1 << 20));
  }
  Scratch folder;
  Config config;
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST_CASE("a project that is fit has only good findings, and is left as it was") {
  const Project project(3);
  const auto text = project.examine();
  CHECK_FALSE(holds(text, "problem"));
  CHECK_FALSE(holds(text, "warning"));
  CHECK(holds(text, "ok dataset: " + (project.folder / "data.jsonl").native() + ": 3 samples"));
  CHECK_FALSE(std::filesystem::exists(project.config.run.output));
  CHECK_FALSE(std::filesystem::exists(project.config.run.store));
}

TEST_CASE("a row that lacks what a prompt shows is a problem with its line") {
  Project project(2);
  project.config.judges[0].prompt.text = "Grade {{output}} by {{reference}}";
  CHECK(holds(project.examine(), "problem dataset: "));
  CHECK(holds(project.examine(), "{{reference}}"));
}

TEST_CASE("a template that cannot be parsed and limits without prices are problems") {
  Project project(2);
  project.config.judges[0].prompt.text = "Grade {{output";
  project.config.limits.usd = 1;
  CHECK(holds(project.examine(), "problem prompts: "));
  CHECK(holds(project.examine(), "problem limits.usd: "));
}

TEST_CASE("what a run writes is foreseen from its calls and its outputs") {
  Project project(10);
  const auto pipeline = Pipeline::make(project.config, posix_files());
  REQUIRE(pipeline);
  const auto once = survey_workload(project.config, *pipeline, posix_files());
  REQUIRE(once);
  CHECK_EQ(once->lines, 10);
  CHECK_EQ(once->calls, 10);
  CHECK_EQ(once->reply_bytes, 256 * 4 + 700);
  CHECK_GT(once->line_bytes, 256 * 4 + 450 + 250);
  project.config.run.epochs = 3;
  const auto thrice = survey_workload(project.config, *pipeline, posix_files());
  REQUIRE(thrice);
  CHECK_EQ(thrice->lines, 30);
  CHECK_EQ(thrice->calls, 30);
  CHECK_EQ(thrice->line_bytes, doctest::Approx(once->line_bytes));
}

TEST_CASE("equal requests are one answer in the store, but stand in every line") {
  Project project(10);
  const auto line_bytes = [&project] {
    const auto pipeline = Pipeline::make(project.config, posix_files());
    REQUIRE(pipeline);
    const auto work = survey_workload(project.config, *pipeline, posix_files());
    REQUIRE(work);
    return std::pair(work->line_bytes, work->calls);
  };
  const auto different = line_bytes();
  project.config.judges[0].prompt.text = "Grade this.";
  const auto equal = line_bytes();
  CHECK_EQ(equal.first, doctest::Approx(different.first));
  CHECK_EQ(different.second, 10);
  CHECK_EQ(equal.second, 1);
}

TEST_CASE("logprobs make answers in the store many times as large") {
  Project project(2);
  project.config.judges[0].logprobs.wanted = true;
  const auto pipeline = Pipeline::make(project.config, posix_files());
  REQUIRE(pipeline);
  const auto work = survey_workload(project.config, *pipeline, posix_files());
  REQUIRE(work);
  CHECK_GT(work->reply_bytes, 200'000);
}

}  // namespace
}  // namespace judge::test
