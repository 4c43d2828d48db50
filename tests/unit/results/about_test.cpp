#include "results/about.hpp"

#include <doctest/doctest.h>

#include "support/scratch.hpp"

using namespace judge;

namespace {

About trivia() {
  return {.name = "trivia",
          .samples = 1319,
          .epochs = 2,
          .models = {"a", "b"},
          .judges = {{.name = "grade",
                      .method = "choice",
                      .kind = VerdictKind::label,
                      .min = 0,
                      .max = 1,
                      .choices = {{"RIGHT", 1}, {"HALF", 0.5}, {"AWRY", 0}},
                      .models = {"gpt"}}}};
}

}  // namespace

TEST_CASE("what results are about is written as one line of JSON") {
  CHECK(about_json(trivia()) ==
        R"({"judge_results":1,"name":"trivia","samples":1319,"epochs":2,"models":["a","b"],)"
        R"("judges":[{"name":"grade","method":"choice","min":0.0,"max":1.0,)"
        R"("labels":{"RIGHT":1.0,"HALF":0.5,"AWRY":0.0},"models":["gpt"]}]})"
        "\n");
}

TEST_CASE("what results are about is read back, labels in their order") {
  const test::Scratch folder;
  const auto results = folder / "r.jsonl";
  test::write_file(about_path(results), about_json(trivia()));
  const auto read = read_about(results);
  REQUIRE(read);
  REQUIRE(*read);
  CHECK((*read)->judges[0].kind == VerdictKind::label);
  CHECK((*read)->judges[0].choices[1].label == "HALF");
  CHECK(about_json(**read) == about_json(trivia()));
}

TEST_CASE("results may have nothing beside them") {
  const test::Scratch folder;
  const auto read = read_about(folder / "r.jsonl");
  REQUIRE(read);
  CHECK_FALSE(*read);
}

TEST_CASE("what results are about, cut at any byte, is refused by name") {
  const test::Scratch folder;
  const auto results = folder / "r.jsonl";
  const auto whole = about_json(trivia());
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    test::write_file(about_path(results), whole.substr(0, size));
    const auto read = read_about(results);
    REQUIRE_FALSE(read);
    CHECK(read.error().fault == Fault::dataset);
    CHECK(read.error().message.contains("r.jsonl.about.json"));
  }
}

TEST_CASE("every method has its kind of verdict and its scale") {
  Config config;
  config.run.name = "all";
  config.run.epochs = 3;
  config.judges.resize(4);
  config.judges[0].method = Method::score;
  config.judges[1].method = Method::pairwise;
  config.judges[2].method = Method::rubric;
  config.judges[2].criteria = {{"clear", 5}, {"short", 3}, {"rude", -4}};
  config.judges[3].method = Method::choice;
  config.judges[3].choices = {{"BAD", -1}, {"GOOD", 2}};
  const auto all = about(config, 7);
  CHECK(all.samples == 7);
  CHECK(all.epochs == 3);
  CHECK(all.judges[0].kind == VerdictKind::number);
  CHECK(all.judges[0].max == 10);
  CHECK(all.judges[1].kind == VerdictKind::preference);
  CHECK(all.judges[2].kind == VerdictKind::share);
  CHECK(all.judges[2].min == -0.5);
  CHECK(all.judges[2].max == 1);
  CHECK(all.judges[3].min == -1);
  CHECK(all.judges[3].max == 2);
}
