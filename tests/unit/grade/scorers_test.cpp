#include "grade/scorers.hpp"

#include "expect.hpp"

using namespace judge;
using namespace judge::test;
using nlohmann::json;

TEST_CASE("exact compares whole texts but for white space at the ends") {
  CHECK(shown(score_exact(" Paris\n", "Paris", false)) == "true");
  CHECK(shown(score_exact("Paris.", "Paris", false)) == "false");
  CHECK(shown(score_exact("paris", "Paris", false)) == "false");
  CHECK(shown(score_exact("paris", "Paris", true)) == "true");
  CHECK(shown(score_exact("ÉCOLE", "école", true)) == "true");
  CHECK(shown(score_exact("a.c", "A.C", true)) == "true");
  CHECK(shown(score_exact("abc", "A.C", true)) == "false");
  CHECK(shown(score_exact("two", {"one", "two"}, false)) == "true");
  CHECK(shown(score_exact("42", 42, false)) == "true");
  CHECK(shown(score_exact("true", true, false)) == "true");
  CHECK(shown(score_exact("", "", false)) == "true");
}

TEST_CASE("includes looks for the target anywhere") {
  CHECK(shown(score_includes("It is Paris.", "Paris", false)) == "true");
  CHECK(shown(score_includes("It is paris.", "Paris", false)) == "false");
  CHECK(shown(score_includes("It is PARIS.", " Paris ", true)) == "true");
  CHECK(shown(score_includes("ΣΊΣΥΦΟΣ", "σίσυφοσ", true)) == "true");
  CHECK(shown(score_includes("one", {"two", "three"}, false)) == "false");
  CHECK(shown(score_includes("a+b", "A+B", true)) == "true");
}

TEST_CASE("a verdict of a scorer is a boolean that counts 1 or 0") {
  const auto yes = score_exact("a", "a", false);
  REQUIRE(yes);
  CHECK(yes->value == true);
  CHECK(yes->score == 1);
  CHECK(score_exact("a", "b", false)->score == 0);
}

TEST_CASE("a target that is no text is the dataset's error") {
  for (const auto& target : {json(), json::object(), json::array(), json::array({nullptr})}) {
    CAPTURE(target);
    CHECK(shown(score_exact("a", target, false)) == "(bad_target)");
    CHECK(shown(score_numeric("1", target, 0)) == "(bad_target)");
  }
  CHECK(shown(score_includes("a", "  ", false)) == "(bad_target)");
  CHECK(shown(score_includes("a", {"a", ""}, false)) == "(bad_target)");
  CHECK(shown(score_regex("a", "(a", false)) == "(bad_target)");
}

TEST_CASE("regex looks for the pattern anywhere") {
  const auto matches = [](std::string_view text, std::string_view expression, bool fold = false) {
    const auto pattern = Pattern::parse(expression, fold);
    REQUIRE(pattern);
    return shown(score_regex(text, *pattern));
  };
  CHECK(matches("The answer is 42.", "\\b42\\b") == "true");
  CHECK(matches("The answer is 421.", "\\b42\\b") == "false");
  CHECK(matches("YES", "^yes$") == "false");
  CHECK(matches("YES", "^yes$", true) == "true");
  CHECK(matches("a\nyes", "^yes$") == "false");
  CHECK(matches("a\nyes", "(?m)^yes$") == "true");
  CHECK(shown(score_regex("b", {"^a", "^b"}, false)) == "true");
  CHECK_FALSE(Pattern::parse("(", false));
  CHECK_FALSE(Pattern::parse("(?=a)", false));
}

TEST_CASE("a pattern that makes others backtrack for ever ends") {
  const std::string hostile(100'000, 'a');
  const auto pattern = Pattern::parse("^(a+)+$", false);
  REQUIRE(pattern);
  CHECK(shown(score_regex(hostile + "!", *pattern)) == "false");
}

TEST_CASE("numeric compares the last numbers") {
  struct Numbers {
    std::string output;
    json target;
    std::string expected;
  };
  const std::vector<Numbers> cases{
      {"18", "18", "true"},
      {"She makes 9 * 2 = $18 every day.", "#### 18", "true"},
      {"She makes 20.", "16 - 3 - 4 = 9\n9 * 2 = 18\n#### 18", "false"},
      {"#### 18", "Janet sells 9.\n#### 18\n", "true"},
      {"the answer is 1,234.", "1234", "true"},
      {"1,234,567.50", "1234567.5", "true"},
      {"$1,000", "#### 1,000", "true"},
      {"-$5", "-5", "true"},
      {"x = -3", "-3", "true"},
      {"x = −3", "-3", "true"},
      {"5-3", "3", "true"},
      {"10-12", "12", "true"},
      {"-3", "3", "false"},
      {"+3", "3", "true"},
      {"1e3", "1000", "true"},
      {"1.5E-2", "0.015", "true"},
      {"50%", "50", "true"},
      {"50 %", "50%", "true"},
      {"3.14.", "3.14", "true"},
      {".5", "0.5", "true"},
      {"**42**", "42", "true"},
      {"\\boxed{42}", "42", "true"},
      {"42 apples and pears", "42", "true"},
      {"It was 7, then 8", "7", "false"},
      {"2", 2, "true"},
      {"2.0", 2, "true"},
      {"2", {1, 2}, "true"},
      {"0", "#### 0", "true"},
      {"99999999999999999999999", "1", "false"},
      {"1e999", "1e999", "false"},
      {"no number here", "5", "null"},
      {"", "5", "null"},
      {"five", "5", "null"},
      {"3/4", "4", "(not_a_number)"},
      {"3 / 4", "0.75", "(not_a_number)"},
      {"3/4, that is 0.75", "0.75", "true"},
      {"30 km/h", "30", "true"},
      {"on 1/2/2020", "2020", "(not_a_number)"},
      {"5", "none", "(bad_target)"},
      {"no number", "none", "(bad_target)"},
      {"5", "#### none", "(bad_target)"},
      {"5", "1/5", "(bad_target)"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.output);
    CAPTURE(one.target);
    CHECK(shown(score_numeric(one.output, one.target, 0)) == one.expected);
  }
}

TEST_CASE("an output without a number is wrong, not unscored") {
  const auto verdict = score_numeric("I do not know", "5", 0);
  REQUIRE(verdict);
  CHECK(verdict->value.is_null());
  CHECK(verdict->score == 0);
}

TEST_CASE("the tolerance is absolute and includes its end") {
  CHECK(shown(score_numeric("1.1", "1", 0.1)) == "true");
  CHECK(shown(score_numeric("0.9", "1", 0.1)) == "true");
  CHECK(shown(score_numeric("1.11", "1", 0.1)) == "false");
  CHECK(shown(score_numeric("1000.4", "1000", 0.5)) == "true");
  CHECK(shown(score_numeric("1.0000001", "1", 0)) == "false");
}

TEST_CASE("a long text of digits and signs is scored in linear time") {
  std::string text;
  while (text.size() < 300'000) text += "1,";
  CHECK(shown(score_numeric(text, "1", 0)) == "true");
  CHECK(shown(score_numeric(std::string(300'000, '7'), "7", 0)) == "false");
  CHECK(shown(score_numeric(std::string(300'000, '-') + "7", "-7", 0)) == "true");
}
