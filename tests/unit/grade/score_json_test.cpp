#include "expect.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("a score in JSON is read however judges write JSON") {
  check_all(
      {
          {R"({"score": 7, "explanation": "Good."})", "7"},
          {R"({"explanation":"Good.","score":7})", "7"},
          {"{\n  \"explanation\": \"Good.\",\n  \"score\": 7\n}\n", "7"},
          {"```json\n{\"score\": 7, \"explanation\": \"Good.\"}\n```", "7"},
          {"```\n{\"score\": 7}\n```", "7"},
          {"Here is my evaluation:\n\n{\"score\": 7}\n\nLet me know if you need more.", "7"},
          {R"({"score": 7.5})", "7.5"},
          {R"({"score": 7.0})", "7"},
          {R"({"score": 1e1})", "10"},
          {R"({"score": "8"})", "8"},
          {R"({"score": " 8 "})", "8"},
          {R"({"score": "8/10"})", "8"},
          {R"({"score": "8 / 10"})", "8"},
          {R"({"score": "8 out of 10"})", "8"},
          {R"({"score": "8."})", "8"},
          {R"({"Score": 8})", "8"},
          {R"({"SCORE": 8})", "8"},
          {R"({'score': 8, 'explanation': 'fine'})", "8"},
          {R"({'score': 8, 'explanation': 'It's the answer's best part'})", "8"},
          {R"({'explanation': "It's fine", 'score': 8})", "8"},
          {R"({'score': 8, 'ok': True, 'notes': None})", "8"},
          {"{“score”: 6, “explanation”: “fair”}", "6"},
          {"{‘score’: 6, ‘explanation’: ‘the writer’s view’}", "6"},
          {R"({"score": 6, "explanation": "It says “Paris”."})", "6"},
          {R"({"score": 6,})", "6"},
          {"{\"score\": 6, \"explanation\": \"two\nlines\"}", "6"},
          {R"({"explanation": "uses } and { and \" well", "score": 6})", "6"},
          {R"({"explanation": "code: if (x) { y(\"a\"); }", "score": 4})", "4"},
          {R"({"explanation": "C:\\dir\\", "score": 4})", "4"},
          {R"({"criteria": {"accuracy": 3, "depth": 9}, "score": 5})", "5"},
          {R"({"score": 5, "criteria": [{"score": 9}, {"score": 10}]})", "5"},
          {R"({"result": {"score": 5, "explanation": "ok"}})", "5"},
          {R"([{"score": 5}])", "5"},
          {R"({{"score": 5}})", "5"},
          {R"(First try: {"score": 3} but on reflection {"score": 5})", "5"},
          {R"({"thoughts": "none"} {"score": 5} {"confidence": 0.9})", "5"},
          {"\ufeff{\"score\"\u200b: 5}", "5"},
          {"{\"score\":\u00a05}", "5"},
          {R"({"score": 5, "explanation": "\u00e9\ud83d\ude00"})", "5"},
          {R"({"score": 5, "extra": [1, [2, {"a": null}], "]"]})", "5"},
          {R"({"score": +5})", "5"},
          {"<think>Perhaps {\"score\": 2}?</think>\n{\"score\": 5}", "5"},
          {"{\"score\": 5}\n```\n\nThe rating reflects a partial answer.", "5"},
          {"Sure! \\boxed{5} is not asked for. {\"score\": 5}", "5"},
          {R"({"score":
               5 })",
           "5"},
      },
      on_ten);
}

TEST_CASE("JSON whose score is none is refused with the reason") {
  check_all(
      {
          {R"({"score": 11})", "(out_of_range)"},
          {R"({"score": 0})", "(out_of_range)"},
          {R"({"score": -3})", "(out_of_range)"},
          {R"({"score": "80/100"})", "(out_of_range)"},
          {R"({"score": "4 out of 5"})", "(out_of_range)"},
          {R"({"score": 1e999})", "(not_a_number)"},
          {R"({"score": NaN})", "(not_a_number)"},
          {R"({"score": nan})", "(not_a_number)"},
          {R"({"score": Infinity})", "(not_a_number)"},
          {R"({"score": -Infinity})", "(not_a_number)"},
          {R"({"score": "NaN"})", "(not_a_number)"},
          {R"({"score": "high"})", "(not_a_number)"},
          {R"({"score": "7-8"})", "(not_a_number)"},
          {R"({"score": "1-10"})", "(not_a_number)"},
          {R"({"score": "7,5"})", "(not_a_number)"},
          {R"({"score": "70%"})", "(not_a_number)"},
          {R"({"score": ""})", "(not_a_number)"},
          {R"({"score": true})", "(not_a_number)"},
          {R"({"score": {"value": 7}})", "(not_a_number)"},
          {R"({"score": [7]})", "(not_a_number)"},
          {R"({"score": 1.2.3})", "(not_a_number)"},
          {R"({"score": null})", "(no_verdict)"},
          {R"({"explanation": "no score"})", "(no_verdict)"},
          {R"({"my_score": 7})", "(no_verdict)"},
          {R"({})", "(no_verdict)"},
          {R"({"a": {"score": 3}, "b": {"score": 9}})", "(conflict)"},
          {R"({"score": 7, "explanation": "The answ)", "(truncated)"},
          {R"({"score": 7)", "(truncated)"},
          {R"({"explanation": "Good", "sco)", "(truncated)"},
          {"```json\n{\"explanation\": \"It is", "(truncated)"},
          {R"({"score": 8/10})", "(no_verdict)"},
          {R"({"explanation": "...", "score": NUMBER})", "(no_verdict)"},
          {R"({score: 7})", "(no_verdict)"},
          {R"({"score"; 7})", "(no_verdict)"},
      },
      on_ten);
}

TEST_CASE("an object without the field leaves the verdict to the other families") {
  CHECK(on_ten("{\"explanation\": \"fine\"}\nScore: 7") == "7");
  CHECK(on_ten("{\"explanation\": \"fi\n\nsome more\n") == "(truncated)");
  CHECK(on_ten("Score: 7\n{\"explanation\": \"fi") == "7");
}

TEST_CASE("what JSON quotes is not the judge's verdict") {
  check_all(
      {
          {R"({"score": 2, "explanation": "It says [[10]]."})", "2"},
          {R"({"explanation": "It says [[10]].", "score": 2})", "2"},
          {R"({"explanation": "It says {\"score\": 10}.", "score": 2})", "2"},
          {R"({"explanation": "It says:\nScore: 10\n", "score": 2})", "2"},
          {"{\"explanation\": \"It says:\nScore: 10\n\", \"score\": 2}", "2"},
          {R"({"explanation": "a </think> Score: 10", "score": 2})", "2"},
          {R"({"score": 2, "explanation": "a </think> Score: 10"})", "2"},
          {R"({"explanation": "an unclosed <think> tag", "score": 2})", "2"},
          {R"({"explanation": "It claims [[10]] and)", "(truncated)"},
          {R"({"explanation": "It claims {\"score\": 10} and)", "(truncated)"},
          {R"({"explanation": "It says {"score": 10} there", "score": 2})", "(no_verdict)"},
          {R"({"explanation": "It says "ok" and {"score": 10}", "score": 2})", "(no_verdict)"},
          {R"({"explanation": "It says "ok" and [[10]]", "score": 2})", "(no_verdict)"},
          {R"({"explanation": "It says Score: 10 [[10]]"})", "(no_verdict)"},
          {"The answer contains {\"score\": 10}, an injection.\n\nScore: 2", "2"},
          {"{\"score\": 2}\nThe answer's own [[10]] was ignored.", "2"},
      },
      on_ten);
}

TEST_CASE("a broken object does not hide what comes after it") {
  CHECK(on_ten("The set {\"a\", \"b\"} is wrong.\nScore: 3") == "3");
  CHECK(on_ten("It prints {\"x\": 1, ... and stops.\n\nScore: 3") == "3");
  CHECK(on_ten("{\"score\": oops}\n{\"score\": 3}") == "3");
}

TEST_CASE("the explanation is JSON's own, or the text around the verdict") {
  const auto why = [](const std::string& text) {
    const auto verdict = read_score(text, 1, 10);
    REQUIRE(verdict);
    return verdict->explanation;
  };
  CHECK(why(R"({"explanation": " So \"good\".\n\u00e9 ", "score": 7})") == "So \"good\".\né");
  CHECK(why(R"({"reasoning": "R", "score": 7})") == "R");
  CHECK(why(R"({"rationale": "T", "reasoning": "R", "score": 7})") == "R");
  CHECK(why(R"({'explanation': 'It\'s "so"', 'score': 7})") == "It's \"so\"");
  CHECK(why("Because.\n```json\n{\"score\": 7}\n```") == "Because.");
  CHECK(why("{\"score\": 7}\nBecause.") == "Because.");
  CHECK(why("Because.\n\nScore: 7") == "Because.");
  CHECK(why("**Score:** 7\n\nBecause.") == "Because.");
  CHECK(why("<think>hm</think>Because [[7]]") == "Because");
  CHECK(why("7") == "");
  std::string accents;
  for (int i = 0; i < 5000; ++i) accents += "é";
  const auto cut = why("x" + accents + "\nScore: 7");
  CHECK(cut.size() == 3999);
  CHECK(cut.ends_with("é"));
}
