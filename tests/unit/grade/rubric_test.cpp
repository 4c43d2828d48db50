#include "expect.hpp"
#include "grade/read_rubric.hpp"

using namespace judge;
using namespace judge::test;

namespace {

/// "+-", or the reason in brackets.
std::string of_two(const std::string& text) {
  const auto rubric = read_rubric(text, 2);
  if (!rubric) return "(" + rubric.error().reason + ")";
  std::string marks;
  for (const auto& criterion : *rubric) marks += criterion.met ? '+' : '-';
  return marks;
}

std::string met(const std::string& text) {
  return shown(read_met(text));
}

}  // namespace

TEST_CASE("a rubric in one answer is read whole, however judges write it") {
  check_all(
      {
          {R"({"criteria": [{"criterion": 1, "met": true}, {"criterion": 2, "met": false}]})",
           "+-"},
          {R"({"criteria": [{"criterion": 1, "met": true, "explanation": "Yes, it is."},
                            {"criterion": 2, "explanation": "It is not.", "met": false}]})",
           "+-"},
          {R"({"criteria": [{"criterion": 2, "met": false}, {"criterion": 1, "met": true}]})",
           "+-"},
          {R"({"criteria": [{"criterion": "1", "met": true}, {"criterion": "2", "met": false}]})",
           "+-"},
          {R"({"criteria": [{"criterion": "Criterion 1", "met": true},
                            {"criterion": "C2", "met": false}]})",
           "+-"},
          {R"({"criteria": [{"id": 1, "met": true}, {"id": 2, "met": false}]})", "+-"},
          {R"({"criteria": [{"index": 1, "criteria_met": true}, {"index": 2, "criteria_met": false}]})",
           "+-"},
          {R"({"criteria": [{"met": true}, {"met": false}]})", "+-"},
          {R"({"criteria": [true, false]})", "+-"},
          {R"({"criteria": {"1": true, "2": false}})", "+-"},
          {R"({"criteria": {"1": {"met": true, "reason": "r"}, "2": {"met": false}}})", "+-"},
          {R"({"rubric": [true, false]})", "+-"},
          {R"({"results": [{"number": 1, "met": true}, {"number": 2, "met": false}]})", "+-"},
          {R"({"1": true, "2": false})", "+-"},
          {R"({"criterion_1": true, "criterion_2": false, "explanation": "So."})", "+-"},
          {R"({"Criterion 1": true, "Criterion 2": false})", "+-"},
          {R"({"1": {"met": true, "explanation": "r"}, "2": {"met": false}})", "+-"},
          {R"({"met": [true, false]})", "+-"},
          {R"({"explanation": "First yes, second no.", "met": [true, false]})", "+-"},
          {R"([{"criterion": 1, "met": true}, {"criterion": 2, "met": false}])", "+-"},
          {"{\"criterion\": 1, \"met\": true}\n{\"criterion\": 2, \"met\": false}\n", "+-"},
          {R"({"met": ["true", "False"]})", "+-"},
          {R"({"met": ["yes", "No"]})", "+-"},
          {R"({"met": ["met", "not met"]})", "+-"},
          {R"({'met': [True, False]})", "+-"},
          {"{“met”: [true, false]}", "+-"},
          {"{“1”: “yes”, “2”: “no”}", "+-"},
          {R"({"MET": [TRUE, FALSE]})", "+-"},
          {R"({"met": [true, false,],})", "+-"},
          {"```json\n{\"met\": [true, false]}\n```", "+-"},
          {"Here it is:\r\n\r\n{\"met\":\r\n[true, false]}\r\nDone.", "+-"},
          {"\ufeff{\"m\u200bet\": [true, false]}", "+-"},
          {R"(First {"met": [false, false]}, on reflection {"met": [true, false]})", "+-"},
          {"<think>{\"met\": [false, false]}</think>{\"met\": [true, false]}", "+-"},
          {R"({"explanation": "It says {\"met\": [false, true]}", "met": [true, false]})", "+-"},
          {R"({"1": true, "2": false, "1": true})", "+-"},
          {R"({"criteria": [{"criterion": 1, "met": true}, {"criterion": 2, "met": false},
                            {"criterion": 2, "met": false}]})",
           "+-"},
          {R"({"met": [true, false]} {"overall": "good"})", "+-"},
          {R"({"1": "да", "2": true})", "(not_a_boolean)"},
          {R"({"критерии": "оба", "1": true, "2": false})", "+-"},
      },
      of_two);
}

TEST_CASE("a rubric that is not whole is refused") {
  check_all(
      {
          {R"({"criteria": [{"criterion": 1, "met": true}]})", "(missing_criterion)"},
          {R"({"criteria": []})", "(missing_criterion)"},
          {R"({"criteria": {}})", "(missing_criterion)"},
          {R"({"criteria": [{"criterion": 1, "met": true}, {"criterion": 2}]})",
           "(missing_criterion)"},
          {R"({"1": true})", "(missing_criterion)"},
          {R"({"met": [true]})", "(missing_criterion)"},
          {R"({"met": []})", "(missing_criterion)"},
          {R"({"met": true})", "(missing_criterion)"},
          {R"({"criterion": 1, "met": true})", "(missing_criterion)"},
          {R"({"criteria": {"accuracy": true, "depth": false}})", "(missing_criterion)"},
          {R"({"1": true, "1": false, "2": true})", "(conflict)"},
          {R"({"criteria": [{"criterion": 1, "met": true}, {"criterion": 1, "met": false},
                            {"criterion": 2, "met": true}]})",
           "(conflict)"},
          {R"({"criteria": [{"criterion": 1, "met": true, "met": false},
                            {"criterion": 2, "met": true}]})",
           "(conflict)"},
          {R"({"met": [true, false, true]})", "(out_of_range)"},
          {R"({"0": true, "1": false})", "(out_of_range)"},
          {R"({"1": true, "2": false, "3": true})", "(out_of_range)"},
          {R"({"criteria": [{"criterion": 99999999999999999999, "met": true}]})",
           "(unknown_label)"},
          {R"({"criteria": [{"criterion": "Names Paris", "met": true},
                            {"criterion": "Is short", "met": false}]})",
           "(unknown_label)"},
          {R"({"criteria": [{"criterion": 1, "met": true}, {"met": false}]})", "(unknown_label)"},
          {R"({"met": [1, 0]})", "(not_a_boolean)"},
          {R"({"met": [1, 2]})", "(not_a_boolean)"},
          {R"({"met": [true, null]})", "(not_a_boolean)"},
          {R"({"met": [true, NaN]})", "(not_a_boolean)"},
          {R"({"met": [true, "partially"]})", "(not_a_boolean)"},
          {R"({"met": [true, "8/10"]})", "(not_a_boolean)"},
          {R"({"met": [true, [false]]})", "(not_a_boolean)"},
          {R"({"1": true, "2": {"met": {"a": 1}}})", "(not_a_boolean)"},
          {R"({"1": "yes and no", "2": true})", "(not_a_boolean)"},
          {R"({"met": [true, fal)", "(truncated)"},
          {R"({"criteria": [{"criterion": 1, "met": true}, )", "(truncated)"},
          {R"({"criteria": "both"})", "(no_verdict)"},
          {R"({"score": 7})", "(no_verdict)"},
          {R"({"explanation": "It says {"met": [true, true]}"})", "(no_verdict)"},
          {"1: yes\n2: no", "(no_verdict)"},
          {"[true, false]", "(no_verdict)"},
          {"I can't assess these criteria.", "(no_verdict)"},
          {"<think>{\"met\": [true, false]}", "(truncated)"},
          {"", "(empty)"},
      },
      of_two);
}

TEST_CASE("each criterion has its own explanation") {
  const auto rubric = read_rubric(
      R"({"criteria": [{"criterion": 2, "met": false, "explanation": "No date."},
                       {"criterion": 1, "met": true, "explanation": " Named. "}]})",
      2);
  REQUIRE(rubric);
  CHECK(rubric->at(0).explanation == "Named.");
  CHECK(rubric->at(1).explanation == "No date.");
}

TEST_CASE("one criterion is met or not in any usual form") {
  check_all(
      {
          {R"({"met": true})", "true"},
          {R"({"met": false, "explanation": "No date."})", "false"},
          {R"({"explanation": "So.", "criteria_met": true})", "true"},
          {R"({"criterion_met": false})", "false"},
          {R"({"met": "yes"})", "true"},
          {R"({"met": "No"})", "false"},
          {R"({"met": "True"})", "true"},
          {R"({'met': True})", "true"},
          {"{“met”: “no”}", "false"},
          {"```json\n{\"explanation\": \"x\", \"criteria_met\": false}\n```", "false"},
          {R"({"verdict": "yes"})", "true"},
          {R"({"met": false} no: {"met": true})", "true"},
          {"<think>{\"met\": false}</think>{\"met\": true}", "true"},
          {"Met: yes", "true"},
          {"Met: no", "false"},
          {"**Met:** Yes", "true"},
          {"**Met: No**", "false"},
          {"Criterion met: yes", "true"},
          {"Criteria met: No.", "false"},
          {"Verdict: not met", "false"},
          {"Verdict: met", "true"},
          {"Answer: Yes, it names Paris.", "true"},
          {"It lacks the date.\r\n\r\nMet: no\r\n", "false"},
          {"Es fehlt das Datum.\nMet: no", "false"},
          {"日付がない。\nMet： no", "false"},
          {"[[YES]]", "true"},
          {"[[NO]]", "false"},
          {"[[no]] or rather [[yes]]", "true"},
          {"It claims [[YES]] itself.\n\nMet: no", "false"},
          {"[RESULT] yes", "true"},
          {"Yes", "true"},
          {"no.", "false"},
          {"True", "true"},
          {"\u200bYes\u200b", "true"},
          {"> Met: yes\nis in the answer.\nMet: no", "false"},
          {R"({"met": 1})", "(not_a_boolean)"},
          {R"({"met": "partially"})", "(not_a_boolean)"},
          {R"({"met": [true]})", "(not_a_boolean)"},
          {R"({"met": NaN})", "(not_a_boolean)"},
          {R"({"met": null})", "(no_verdict)"},
          {R"({"met": tr)", "(truncated)"},
          {"Met: partially", "(not_a_boolean)"},
          {"Met: yes or no", "(conflict)"},
          {"Met: Yes/No", "(not_a_boolean)"},
          {"Criterion: no spelling errors", "(no_verdict)"},
          {"Yes, the answer names Paris.", "(no_verdict)"},
          {"No answer is given.", "(no_verdict)"},
          {"I am unable to judge this.", "(no_verdict)"},
          {"", "(empty)"},
      },
      met);
  CHECK(read_met("Met: no")->score == 0);
  CHECK(read_met("Met: yes")->score == 1);
}
