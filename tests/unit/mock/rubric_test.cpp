// Rubrics, and single outputs without a reference.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "mock/schema.hpp"
#include "unit/mock/judge_prompts.hpp"

using namespace judge::mock;
using namespace judge::mock::test;

namespace {

const std::vector<std::string> kCriteria{"Says where it happened. (5 points)",
                                         "Names a date. (1 point)",
                                         "Invents a source. (-3 points)"};

const char* const kEntry =
    R"({"type":"object","properties":{"criterion":{"type":"integer","minimum":1,"maximum":3},)"
    R"("explanation":{"type":"string"},"met":{"type":"boolean"}}})";

std::string schema(const std::string& text) {
  return R"(,"response_format":{"type":"json_schema","json_schema":{"name":"v","schema":)" + text +
         "}}";
}

std::string all_schema() {
  return schema(fmt::format(
      R"({{"type":"object","properties":{{"criteria":{{"type":"array","items":{}}}}}}})", kEntry));
}

const std::string kOneSchema = schema(
    R"({"type":"object","properties":{"explanation":{"type":"string"},"met":{"type":"boolean"}}})");

/// The entries' "met", after a check of their form.
std::vector<bool> met_in(const std::string& content) {
  const auto entries = Json::parse(content)["criteria"];
  std::vector<bool> met;
  for (const auto& entry : entries) {
    CHECK(entry["criterion"] == met.size() + 1);
    CHECK(entry["explanation"].get<std::string>().size() > 10);
    REQUIRE(entry["met"].is_boolean());
    met.push_back(entry["met"].get<bool>());
  }
  return met;
}

}  // namespace

TEST_CASE("a rubric gets an entry for each criterion, in every form the same") {
  for (int i = 0; i < 50; ++i) {
    const auto prompt = rubric_prompt(essay(i), kCriteria);
    const auto met = met_in(said_to(prompt, {}, all_schema()));
    REQUIRE(met.size() == 3);
    CHECK(met_in(said_to(prompt)) == met);
    CHECK(met_in(said_to(prompt, {}, R"(,"response_format":{"type":"json_object"})")) == met);
    for (std::size_t c = 1; c <= 3; ++c) {
      const auto alone = rubric_prompt(essay(i), kCriteria, c);
      CHECK(Json::parse(said_to(alone, {}, kOneSchema))["met"] == met[c - 1]);
      CHECK(Json::parse(said_to(alone))["met"] == met[c - 1]);
    }
  }
}

TEST_CASE("what is met differs between outputs and between criteria, faults being rarer") {
  std::array<int, 3> counts{};
  int mixed = 0;
  for (int i = 0; i < 500; ++i) {
    const auto met = met_in(said_to(rubric_prompt(essay(i), kCriteria), {}, all_schema()));
    for (std::size_t c = 0; c < 3; ++c) counts[c] += met[c];
    mixed += met[0] != met[1];
  }
  CHECK(counts[0] > 250);
  CHECK(counts[0] < 450);
  CHECK(counts[2] > 20);
  CHECK(counts[2] < 150);
  CHECK(mixed > 100);
}

TEST_CASE("criteria of several lines count as often as the form says") {
  const std::vector<std::string> criteria{"Has steps:\n1. first (1 point)\n2. second (1 point)",
                                          "Is short. (2 points)"};
  CHECK(met_in(said_to(rubric_prompt("Some text.", criteria))).size() == 2);
}

TEST_CASE("the same output is rated alike whenever it is judged, others differently") {
  const auto score = [](int number, const std::string& preface) {
    const auto prompt =
        fmt::format("{}<output>{}</output> Rate it from 0 to 100: {{\"score\": NUMBER}}", preface,
                    essay(number));
    return Json::parse(said_to(prompt))["score"].get<double>();
  };
  double within = 0, among = 0;
  for (int i = 0; i < 200; ++i) {
    within += std::abs(score(i, "") - score(i, "Please. ")) / 200;
    among += std::abs(score(i, "") - score(i + 1, "")) / 200;
  }
  CHECK(within < 10);
  CHECK(among > 2 * within);
}
