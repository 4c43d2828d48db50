// Texts that would take quadratic time, or deep recursion, if the reader let them. The sizes are
// such that a quadratic reader would not end within the test's time limit.
#include <array>

#include "expect.hpp"
#include "grade/logprobs.hpp"
#include "grade/read_as.hpp"

using namespace judge;
using namespace judge::test;

namespace {

constexpr std::size_t size = 200'000;

std::string repeated(std::string_view unit) {
  std::string text;
  text.reserve(size + unit.size());
  while (text.size() < size) text += unit;
  return text;
}

}  // namespace

TEST_CASE("a long text of one thing is read in linear time, and holds no score") {
  for (const std::string_view unit :
       {"{", "[", "{\"", "{\"a\":", "{\"a\":{", "[[", "[RESULT]", "Score:", "**Score:", "<think>",
        "{\"a\":\"}\",\"b\":", "{'", "{' ", "\"", "{\"x", "**", "Score:\n", "\\"}) {
    CAPTURE(unit);
    CHECK_FALSE(read_score(repeated(unit), 1, 10));
  }
}

TEST_CASE("no family and no reader takes more than linear time") {
  const std::vector<AskedFor> asked{ScoreAsked{}, ChoiceAsked{grades()}, PreferenceAsked{},
                                    MetAsked{}, RubricAsked{3}};
  for (const std::string_view unit :
       {"GRADE:", "my final GRADE", "GRADE        ", "Winner: Assistant ", "[[A or ",
        "[[A]] [[B]] ", "[[(((((", "Verdict is ", "{\"met\":[", "{\"met\":[true]}",
        "{\"1\":", "{\"criterion\":1,\"met\":true}", "{\"criteria\":[{\"criterion\":1,"}) {
    CAPTURE(unit);
    const auto text = repeated(unit);
    for (const auto& family : families())
      for (const auto& one : asked) (void)read_as(family.family, one, text);
  }
}

TEST_CASE("many empty tokens are no deep recursion") {
  std::vector<AnswerToken> tokens(size, AnswerToken{"", -1, {{"", -1}}});
  tokens.insert(tokens.begin(), AnswerToken{"1", -0.1, {}});
  const std::vector<double> valid{1, 10};
  CHECK_FALSE(expected_score(tokens, valid));
}

TEST_CASE("the last of many verdicts is read") {
  CHECK(on_ten(repeated("{\"score\": 3} ") + "{\"score\": 4}") == "4");
  CHECK(on_ten(repeated("Score: 3\n") + "Score: 4") == "4");
  CHECK(graded(repeated("[[CORRECT]] ") + "[[PARTIAL]]", "first") == "CORRECT");
}

TEST_CASE("JSON that is nested too deep is refused, not followed") {
  const std::size_t depth = 100'000;
  std::string lists = "{\"score\": 7, \"x\": " + std::string(depth, '[');
  CHECK(on_ten(lists) == "(no_verdict)");
  lists += std::string(depth, ']') + "}";
  CHECK(on_ten(lists) == "(no_verdict)");
  std::string objects;
  for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
  CHECK_FALSE(read_score(objects + "{\"score\": 7}" + std::string(depth, '}'), 1, 10));
}

TEST_CASE("every beginning and end of an answer is read or refused") {
  const std::string text =
      "<think>\nhm\n</think>\nIt says “[[10]]”.\n```json\n{\"explanation\": 'It\\'s {fine}', "
      "\"score\": [7, {\"a\": NaN}], “x”: \"é\"}\n```\n[RESULT] 7\n**Score (1-10):** 7/10";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    for (const auto& part : {text.substr(0, cut), text.substr(cut)}) {
      const auto score = read_score(part, 1, 10);
      if (score) CHECK((score->score >= 1 && score->score <= 10));
      (void)read_choice(part, grades(), "null");
    }
  }
}
