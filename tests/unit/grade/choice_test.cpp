#include "expect.hpp"

using namespace judge;
using namespace judge::test;

namespace {

const std::vector<Choice> arena{{"A>>B", 2}, {"A>B", 1}, {"A=B", 0}, {"B>A", -1}, {"B>>A", -2}};
const std::vector<Choice> letters{{"A", 1}, {"B", 0}, {"C", 0.5}};

std::string lettered(const std::string& text) {
  return shown(read_choice(text, letters, "last"));
}
std::string arranged(const std::string& text) {
  return shown(read_choice(text, arena, "last"));
}

}  // namespace

TEST_CASE("a choice in JSON is read in any case and spelt as the config has it") {
  check_all(
      {
          {R"({"explanation": "Right.", "choice": "CORRECT"})", "CORRECT"},
          {R"({"choice": "INCORRECT", "explanation": "Wrong."})", "INCORRECT"},
          {R"({"choice": "correct"})", "CORRECT"},
          {R"({"choice": "Partial"})", "PARTIAL"},
          {R"({"choice": " CORRECT "})", "CORRECT"},
          {R"({"choice": "CORRECT."})", "CORRECT"},
          {R"({"choice": "**CORRECT**"})", "CORRECT"},
          {R"({"choice": "[[CORRECT]]"})", "CORRECT"},
          {R"({"label": "CORRECT"})", "CORRECT"},
          {R"({"verdict": "CORRECT"})", "CORRECT"},
          {R"({"grade": "CORRECT"})", "CORRECT"},
          {R"({"Choice": "CORRECT"})", "CORRECT"},
          {R"({"grade": "INCORRECT", "choice": "CORRECT"})", "CORRECT"},
          {R"({"choice": "CORRECT", "grade": "INCORRECT"})", "CORRECT"},
          {R"({"verdict": {"choice": "CORRECT"}})", "CORRECT"},
          {R"({'choice': 'CORRECT'})", "CORRECT"},
          {R"({'explanation': 'It's right', 'choice': 'CORRECT'})", "CORRECT"},
          {"{“choice”: “CORRECT”}", "CORRECT"},
          {"```json\n{\"choice\": \"CORRECT\"}\n```", "CORRECT"},
          {"Sure:\n{\"choice\": \"CORRECT\"} Done.", "CORRECT"},
          {R"({"choice": "INCORRECT"} or rather {"choice": "CORRECT"})", "CORRECT"},
          {R"({"explanation": "not INCORRECT", "choice": "CORRECT"})", "CORRECT"},
          {R"({"explanation": "{\"choice\": \"INCORRECT\"}", "choice": "CORRECT"})", "CORRECT"},
          {R"({"explanation": "GRADE: INCORRECT [[INCORRECT]]", "choice": "CORRECT"})", "CORRECT"},
          {R"([{"choice": "CORRECT"}])", "CORRECT"},
          {"{\"ch\u200boice\": \"COR\u200bRECT\"}", "CORRECT"},
          {"<think>{\"choice\": \"INCORRECT\"}</think>{\"choice\": \"CORRECT\"}", "CORRECT"},
          {R"({"choice": "MAYBE"})", "(unknown_label)"},
          {R"({"choice": "NOT CORRECT"})", "(unknown_label)"},
          {R"({"choice": "CORRECTED"})", "(unknown_label)"},
          {R"({"choice": "It is CORRECT"})", "(unknown_label)"},
          {R"({"choice": ""})", "(unknown_label)"},
          {R"({"choice": null})", "(no_verdict)"},
          {R"({"choice": 1})", "(unknown_label)"},
          {R"({"choice": true})", "(unknown_label)"},
          {R"({"choice": ["CORRECT"]})", "(unknown_label)"},
          {R"({"choice": "CORRECT or PARTIAL"})", "(conflict)"},
          {R"({"choice": "CORRECT/INCORRECT"})", "(unknown_label)"},
          {R"({"a": {"choice": "CORRECT"}, "b": {"choice": "PARTIAL"}})", "(conflict)"},
          {R"({"choice": "CORR)", "(truncated)"},
          {R"({"score": 7})", "(no_verdict)"},
          {R"({"choice": CORRECT})", "(no_verdict)"},
          {R"({"explanation": "...", "choice": LABEL})", "(no_verdict)"},
          {R"({"explanation": "It says {"choice": "CORRECT"}", "choice": "INCORRECT"})",
           "(no_verdict)"},
      },
      [](const std::string& text) { return graded(text); });
}

TEST_CASE("labels may be numbers or words of JSON") {
  const std::vector<Choice> binary{{"1", 1}, {"0", 0}};
  CHECK(shown(read_choice(R"({"choice": 1})", binary, "last")) == "1");
  CHECK(shown(read_choice(R"({"choice": "0"})", binary, "last")) == "0");
  const std::vector<Choice> words{{"True", 1}, {"False", 0}};
  CHECK(shown(read_choice(R"({"choice": false})", words, "last")) == "False");
}

TEST_CASE("a choice in brackets is read, the last one") {
  check_all(
      {
          {"[[A]]", "A"},
          {"[[B]]", "B"},
          {"[[C]]", "C"},
          {"[[a]]", "A"},
          {"[[ A ]]", "A"},
          {"My final verdict is: [[A]]", "A"},
          {"Assistant A is better. [[A]]", "A"},
          {"Assistant A is better, so [[A]].", "A"},
          {"**[[A]]**", "A"},
          {"\"[[A]]\"", "A"},
          {"`[[A]]`", "A"},
          {"[[\"A\"]]", "A"},
          {"[[**A**]]", "A"},
          {"[\u200b[A]]", "A"},
          {"[[B]] at first, but [[A]]", "A"},
          {"The text says [[B]]. Mine: [[A]]", "A"},
          {"[[B]]\nOn reflection [[A]]", "A"},
          {"[[A]] [[citation needed]]", "A"},
          {"[[citation]] [[A]]", "A"},
          {"[A]", "A"},
          {"I choose [A].", "A"},
          {"[B] no [A]", "A"},
          {"[[[A]]]", "A"},
          {"[[A]", "A"},
          {"[[A]]\n\nExplanation: B is too long.", "A"},
          {"<think>[[B]]</think>[[A]]", "A"},
          {"Verdict: [[A]]", "A"},
          {"\"[[A]]\" if A is better, \"[[B]]\" if B is, \"[[C]]\" for a tie.\n\n[[A]]", "A"},
          {"[[A]]\n\n\n", "A"},
          {"[[A.]]", "A"},
          {"[[D]]", "(unknown_label)"},
          {"[D]", "(no_verdict)"},
          {"[[Tie]]", "(unknown_label)"},
          {"[[A or B]]", "(conflict)"},
          {"[[A/B]]", "(unknown_label)"},
          {"[[A is better]]", "(no_verdict)"},
          {"[[A good answer]]", "(no_verdict)"},
          {"[[]]", "(no_verdict)"},
          {"[[A\n]]", "(no_verdict)"},
          {"[[A", "(no_verdict)"},
          {"A]]", "(no_verdict)"},
          {"x[A]", "(no_verdict)"},
          {"[A](http://a.example)", "(no_verdict)"},
          {"[ [A] ]", "A"},
      },
      lettered);
}

TEST_CASE("labels with signs are matched whole") {
  check_all(
      {
          {"[[A>>B]]", "A>>B"},
          {"[[A>B]]", "A>B"},
          {"[[A=B]]", "A=B"},
          {"[[B>A]]", "B>A"},
          {"[[B>>A]]", "B>>A"},
          {"[[a>b]]", "A>B"},
          {"My final verdict is tie: [[A=B]]", "A=B"},
          {"Verdict: A>>B", "A>>B"},
          {"{\"choice\": \"B>A\"}", "B>A"},
          {"[[A>>>B]]", "(unknown_label)"},
          {"[[A<B]]", "(unknown_label)"},
          {"[[A>B]] at first, then [[B>A]]", "B>A"},
      },
      arranged);
  CHECK(lettered("[[A>B]]") == "(unknown_label)");
  CHECK(lettered("GRADE: A-") == "(unknown_label)");
  CHECK(lettered("GRADE: C+") == "(unknown_label)");
}

TEST_CASE("a choice after [RESULT] is read") {
  check_all(
      {
          {"[RESULT] A", "A"},
          {"[RESULT] B", "B"},
          {"Feedback: A is better. [RESULT] A", "A"},
          {"Feedback: fine.\n[RESULT] A", "A"},
          {"[RESULT]A", "A"},
          {"[RESULT]: A", "A"},
          {"[RESULT] A.", "A"},
          {"[RESULT] A, since it is shorter.", "A"},
          {"[RESULT] A The first answer is better.", "A"},
          {"[RESULT] A is better", "A"},
          {"[RESULT] (A)", "A"},
          {"[RESULT] [A]", "A"},
          {"[RESULT] **A**", "A"},
          {"[RESULT] \"A\"", "A"},
          {"[RESULT] a", "A"},
          {"[result] A", "A"},
          {"[RESULT]\nA", "A"},
          {"[RESULT]\n\nA\n", "A"},
          {"[RESULT] A\n[END]", "A"},
          {"[RESULT] B? No. [RESULT] A", "A"},
          {"It says [RESULT] B.\n[RESULT] A", "A"},
          {"**[RESULT]** A", "A"},
          {"[RE\u200bSULT] A", "A"},
          {"[RESULT] A\r\n", "A"},
          {"[RESULT]\tA", "A"},
          {"[RESULT] A – clearer", "A"},
          {"[RESULT] A: clearer", "A"},
          {"[RESULT] A (clearer)", "A"},
          {"[RESULT] A!", "A"},
          {"[RESULT] <A>", "A"},
          {"[RESULT] A\n\nB was worse.", "A"},
          {"[RESULT] 'A'", "A"},
          {"[RESULT] `A`", "A"},
          {"[RESULT] A\nSCORE NONE", "A"},
          {"[RESULT] A ", "A"},
          {"[RESULT] D", "(unknown_label)"},
          {"[RESULT] Tie", "(unknown_label)"},
          {"[RESULT] A or B", "(conflict)"},
          {"[RESULT] A/B", "(unknown_label)"},
          {"[RESULT] A and B", "(conflict)"},
          {"[RESULT]", "(no_verdict)"},
          {"[RESULT] the first one", "(no_verdict)"},
          {"[RESULT] Answer A", "(no_verdict)"},
          {"RESULT A", "(no_verdict)"},
      },
      lettered);
}

TEST_CASE("a choice after a keyword is read at a line's start or in bold") {
  check_all(
      {
          {"GRADE: CORRECT", "CORRECT"},
          {"GRADE: INCORRECT", "INCORRECT"},
          {"Grade: correct", "CORRECT"},
          {"grade: CORRECT.", "CORRECT"},
          {"Verdict: CORRECT", "CORRECT"},
          {"Answer: CORRECT", "CORRECT"},
          {"Judgment: CORRECT", "CORRECT"},
          {"Judgement: CORRECT", "CORRECT"},
          {"Choice: CORRECT", "CORRECT"},
          {"Final verdict: CORRECT", "CORRECT"},
          {"My final answer: CORRECT", "CORRECT"},
          {"**Verdict:** CORRECT", "CORRECT"},
          {"**Verdict**: CORRECT", "CORRECT"},
          {"**Verdict: CORRECT**", "CORRECT"},
          {"## Verdict:\n\nCORRECT", "CORRECT"},
          {"### Verdict: CORRECT", "CORRECT"},
          {"- Verdict: CORRECT", "CORRECT"},
          {"Reasons.\n\nGRADE: CORRECT", "CORRECT"},
          {"Reasons.\r\nGRADE: CORRECT\r\n", "CORRECT"},
          {"The rest is fine. **Verdict:** CORRECT", "CORRECT"},
          {"GRADE: INCORRECT\nwait\nGRADE: CORRECT", "CORRECT"},
          {"GR\u200bADE: CORRECT", "CORRECT"},
          {"GRADE: \"CORRECT\"", "CORRECT"},
          {"GRADE: `CORRECT`", "CORRECT"},
          {"GRADE: **CORRECT**", "CORRECT"},
          {"GRADE: [CORRECT]", "CORRECT"},
          {"GRADE: (CORRECT)", "CORRECT"},
          {"GRADE:CORRECT", "CORRECT"},
          {"GRADE = CORRECT", "CORRECT"},
          {"GRADE : CORRECT", "CORRECT"},
          {"GRADE： CORRECT", "CORRECT"},
          {"GRADE: CORRECT - as the reference says", "CORRECT"},
          {"GRADE: CORRECT, as the reference says", "CORRECT"},
          {"GRADE: CORRECT because it matches", "CORRECT"},
          {"GRADE: CORRECT (it matches)", "CORRECT"},
          {"Answer: CORRECT\nAnswer: Paris", "CORRECT"},
          {"The text says 'GRADE: INCORRECT', ignore that.\nGRADE: CORRECT", "CORRECT"},
          {"It said [[INCORRECT]] itself.\n\nGRADE: CORRECT", "CORRECT"},
          {"GRADE: CORRECT\n\n(It said [[INCORRECT]] itself.)", "CORRECT"},
          {"> GRADE: INCORRECT\nThis is quoted.\nGRADE: CORRECT", "CORRECT"},
          {"GRADE: MAYBE", "(unknown_label)"},
          {"Answer: Paris", "(unknown_label)"},
          {"GRADE: CORRECT\nGRADE: MAYBE", "(unknown_label)"},
          {"GRADE: CORRECT or INCORRECT", "(conflict)"},
          {"GRADE: CORRECT | PARTIAL | INCORRECT", "(conflict)"},
          {"GRADE: not correct", "(no_verdict)"},
          {"Answer: correct answers name Paris", "(no_verdict)"},
          {"Answer: The capital is Paris.", "(no_verdict)"},
          {"GRADE:", "(no_verdict)"},
          {"GRADE CORRECT", "(no_verdict)"},
          {"UPGRADE: CORRECT", "(no_verdict)"},
          {"I'd say the grade: CORRECT", "(no_verdict)"},
      },
      [](const std::string& text) { return graded(text); });
  CHECK(lettered("GRADE: C") == "C");
  CHECK(lettered("GRADE: CORRECT") == "(unknown_label)");
  CHECK(lettered("Answer: A good answer names Paris") == "(no_verdict)");
  CHECK(lettered("Verdict: A is better than B") == "A");
}

TEST_CASE("an answer that is only the label is the choice") {
  check_all(
      {
          {"CORRECT", "CORRECT"},
          {"correct", "CORRECT"},
          {"CORRECT.", "CORRECT"},
          {"**CORRECT**", "CORRECT"},
          {"\"CORRECT\"", "CORRECT"},
          {" CORRECT\n", "CORRECT"},
          {"“CORRECT”", "CORRECT"},
          {"\u200bCORRECT", "CORRECT"},
          {"<think>INCORRECT?</think>\nCORRECT", "CORRECT"},
          {"CORRECT!", "CORRECT"},
          {"MAYBE", "(unknown_label)"},
          {"CORRECT or INCORRECT", "(conflict)"},
          {"", "(empty)"},
      },
      [](const std::string& text) { return graded(text); });
}

TEST_CASE("a label in prose is never a verdict") {
  check_all(
      {
          {"The answer is CORRECT.", "(no_verdict)"},
          {"CORRECT would be Paris.", "(no_verdict)"},
          {"This is correct in part, but INCORRECT as to the date.", "(no_verdict)"},
          {"I cannot say whether it is CORRECT or INCORRECT.", "(no_verdict)"},
          {"I'm sorry, I can't grade this.", "(no_verdict)"},
          {"The label CORRECT does not apply", "(no_verdict)"},
      },
      [](const std::string& text) { return graded(text); });
}

TEST_CASE("the policy decides between labels that differ") {
  const std::string text = "[[CORRECT]], or rather [[INCORRECT]]";
  CHECK(graded(text, "last") == "INCORRECT");
  CHECK(graded(text, "first") == "CORRECT");
  CHECK(graded(text, "null") == "(conflict)");
  CHECK(graded("[[CORRECT]] I repeat: [[correct]]", "null") == "CORRECT");
  const std::string json = R"({"choice": "PARTIAL"} {"choice": "CORRECT"})";
  CHECK(graded(json, "last") == "CORRECT");
  CHECK(graded(json, "first") == "PARTIAL");
  CHECK(graded(json, "null") == "(conflict)");
  const std::string lines = "GRADE: CORRECT\nVerdict: INCORRECT";
  CHECK(graded(lines, "last") == "INCORRECT");
  CHECK(graded(lines, "first") == "CORRECT");
  CHECK(graded(lines, "null") == "(conflict)");
}

TEST_CASE("a choice counts as its value and is explained") {
  const auto verdict = read_choice("It lacks the date.\nGRADE: partial", grades(), "last");
  REQUIRE(verdict);
  CHECK(verdict->value == "PARTIAL");
  CHECK(verdict->score == 0.5);
  CHECK(verdict->explanation == "It lacks the date.");
}

TEST_CASE("labels of several words and other scripts are read") {
  const std::vector<Choice> choices{{"correct", 1}, {"partly correct", 0.5}, {"неверно", 0}};
  const auto read = [&](const std::string& text) {
    return shown(read_choice(text, choices, "last"));
  };
  CHECK(read("Verdict: partly correct") == "partly correct");
  CHECK(read("[[Partly Correct]]") == "partly correct");
  CHECK(read("Verdict: неверно") == "неверно");
  CHECK(read(R"({"choice": "\u043d\u0435\u0432\u0435\u0440\u043d\u043e"})") == "неверно");
}
