// Verdicts withheld on request, and conversations.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "mock/schema.hpp"
#include "unit/mock/judge_prompts.hpp"

using namespace judge::mock;
using namespace judge::mock::test;

namespace {

std::string again(const std::string& prompt, const std::string& answer) {
  return fmt::format(
      R"({{"model":"m","messages":[{{"role":"user","content":{}}},{{"role":"assistant","content":{}}},)"
      R"({{"role":"user","content":"Give it again, in the form that was asked for."}}]}})",
      json_quoted(prompt), json_quoted(answer));
}

CompletionRequest read(const std::string& body) {
  auto request = openai_chat().read({.body = body}, "");
  if (!request) FAIL(request.error().message);
  return *request;
}

}  // namespace

TEST_CASE("a share of the verdicts is withheld, in every form, and the same ones each time") {
  for (const auto prompt : {pair_prompt, mt_bench_prompt, arena_hard_prompt}) {
    int withheld = 0;
    for (int i = 0; i < 1000; ++i) {
      const auto text = prompt({essay(i), essay(i + 1000)});
      const auto said = said_to(text, {.unreadable = 0.1});
      const bool none = !said.contains("[[") && !said.contains('{');
      withheld += none;
      if (i < 50) CHECK(said_to(text, {.unreadable = 0.1}) == said);
      if (!none) CHECK(said == said_to(text));
    }
    CHECK(withheld == doctest::Approx(100).epsilon(0.3));
  }
}

TEST_CASE("who asks again gets the verdict, in the form asked for before") {
  for (int i = 0; i < 50; ++i) {
    const auto prompt = mt_bench_prompt({essay(i), essay(i + 1000)});
    const Manner silent{.unreadable = 1};
    const auto prose = said_to(prompt, silent);
    CHECK_FALSE(prose.contains("[["));
    const auto repaired = answer_of(read(again(prompt, prose)), silent).content;
    CHECK(repaired.contains("[["));
  }
}

TEST_CASE("who asks for no verdict is answered, however many are withheld") {
  CHECK(said_to("How many planets are there?", {.unreadable = 1}) ==
        said_to("How many planets are there?"));
}

TEST_CASE("an answer in a conversation depends on all its turns") {
  const auto talk = [](int first, int answer, int second) {
    return read(fmt::format(
        R"({{"model":"m","messages":[{{"role":"user","content":"Question {}"}},)"
        R"({{"role":"assistant","content":"Answer {}"}},{{"role":"user","content":"Question {}"}}]}})",
        first, answer, second));
  };
  std::set<std::string> first, answer, second;
  for (int i = 0; i < 20; ++i) {
    first.insert(answer_of(talk(i, 0, 0)).content);
    answer.insert(answer_of(talk(0, i, 0)).content);
    second.insert(answer_of(talk(0, 0, i)).content);
  }
  CHECK(first.size() > 15);
  CHECK(answer.size() > 15);
  CHECK(second.size() > 15);
}
