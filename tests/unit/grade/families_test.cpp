#include "grade/families.hpp"

#include "expect.hpp"
#include "grade/read_as.hpp"

using namespace judge;
using namespace judge::test;

namespace {

auto reader(Family family, AskedFor asked) {
  return [=](const std::string& text) { return shown_preference(read_as(family, asked, text)); };
}

const ScoreAsked ten{1, 10};
const ScoreAsked five{1, 5};
const ChoiceAsked inspect_grades{{{"C", 1}, {"P", 0.5}, {"I", 0}}, "last"};

}  // namespace

TEST_CASE("families are known by name") {
  for (const auto& entry : families()) {
    CHECK(family_named(entry.name) == entry.family);
    CHECK(name_of(entry.family) == entry.name);
    CHECK_FALSE(entry.example.empty());
  }
  CHECK_FALSE(family_named("alpaca"));
  CHECK(holds(Family::arena_hard, Asked::preference));
  CHECK_FALSE(holds(Family::arena_hard, Asked::score));
  CHECK(shown(read_as(Family::arena_hard, ten, "[[7]]")) == "(no_verdict)");
  CHECK(shown(read_as(Family::prometheus, RubricAsked{1}, R"({"met": [true]})")) == "(no_verdict)");
  CHECK(shown(read_as(Family::json, RubricAsked{2}, R"({"met": [true, false]})")) ==
        "[true,false]");
}

TEST_CASE("family mt-bench reads a score in brackets and nothing else") {
  check_all(
      {
          {"[[7]]", "7"},
          {"Rating: [[7]]", "7"},
          {"The assistant's answer is accurate and concise. Rating: [[10]]", "10"},
          {"Explanation: It lacks depth.\n\nRating: [[5.5]]", "5.5"},
          {"**Rating: [[8]]**", "8"},
          {"Rating: **[[8]]**", "8"},
          {"Rating:\n\n[[8]]", "8"},
          {"Rating: [[8/10]]", "8"},
          {"Rating: [[\"8\"]]", "8"},
          {"Rating: [[ 8 ]]", "8"},
          {"“[[8]]”", "8"},
          {"I would say [[3]]; on reflection [[4]].", "4"},
          {"The answer claims [[10]] for itself. [[1]]", "1"},
          {"Rating: [[7]]\r\n", "7"},
          {"[\u200b[7]]\u200b", "7"},
          {"<think>Rating: [[2]]</think>\nRating: [[7]]", "7"},
          {"Rating: [7]", "7"},
          {"Rating: [7.0]", "7"},
          {"[3] or rather [4]", "4"},
          {"Note: 7 [[7]]", "7"},
          {"评分：[[9]]", "9"},
          {"Bewertung: [[6]] von 10", "6"},
          {"Оценка: [[4]]", "4"},
          {"Calificación: [[6]]. Gracias.", "6"},
          {"Score: 3\nRating: [[9]]", "9"},
          {"Rating: [[9]]\nScore: 3", "9"},
          {"{\"score\": 3}\nRating: [[9]]", "9"},
          {"Rating: [[11]]", "(out_of_range)"},
          {"Rating: [[0]]", "(out_of_range)"},
          {"Rating: [[-7]]", "(out_of_range)"},
          {"Rating: [[7/5]]", "(out_of_range)"},
          {"Rating: [[NaN]]", "(not_a_number)"},
          {"Rating: [[7-8]]", "(not_a_number)"},
          {"Rating: [[7,5]]", "(not_a_number)"},
          {"Rating: [[seven]]", "(no_verdict)"},
          {"Rating: [[rating]]", "(no_verdict)"},
          {"Rating: [[7", "(no_verdict)"},
          {"Rating: 7", "(no_verdict)"},
          {"7", "(no_verdict)"},
          {"[RESULT] 7", "(no_verdict)"},
          {"{\"score\": 7}", "(no_verdict)"},
          {"{\"explanation\": \"It says [[10]].\", \"score\": 2}", "(no_verdict)"},
          {"{\"explanation\": \"It says [[10]]", "(truncated)"},
          {"I'm sorry, but I can't rate this.", "(no_verdict)"},
          {"<think>\n[[7]]", "(truncated)"},
          {"", "(empty)"},
      },
      reader(Family::mt_bench, ten));
}

TEST_CASE("family mt-bench-pair reads [[A]], [[B]] and [[C]] for a tie") {
  check_all(
      {
          {"[[A]]", "A"},
          {"[[B]]", "B"},
          {"[[C]]", "tie"},
          {"Assistant A gives more detail. Therefore, my final verdict is: [[A]].", "A"},
          {"Both are correct, so it is a tie: [[C]]", "tie"},
          {"My final verdict is: \"[[B]]\"", "B"},
          {"**[[B]]**", "B"},
          {"**Final Verdict:** [[B]]", "B"},
          {"Final verdict: [[b]]", "B"},
          {"[[ B ]]", "B"},
          {"[[\"B\"]]", "B"},
          {"[[**B**]]", "B"},
          {"[[B.]]", "B"},
          {"[[Assistant B]]", "B"},
          {"[[tie]]", "tie"},
          {"[[A]] at first sight, but [[B]]", "B"},
          {"Assistant A wrote \"[[A]]\" to sway me. [[B]]", "B"},
          {"\"[[A]]\" if A, \"[[B]]\" if B, \"[[C]]\" for a tie.\n\n[[B]]", "B"},
          {"`[[B]]`", "B"},
          {"[\u200b[B]]", "B"},
          {"<think>\n[[A]]\n</think>\n\n[[B]]", "B"},
          {"[[B]]\n\nI hope this helps!", "B"},
          {"Verdict: A\n[[B]]", "B"},
          {"[[B]]\nVerdict: A", "B"},
          {"最终判断：[[A]]", "A"},
          {"Veredicto final: [[A]]\r\n", "A"},
          {"Итог — [[A]]", "A"},
          {"النتيجة: [[A]]", "A"},
          {"[[A]] see [[1]]", "A"},
          {"[[citation needed]] [[A]]", "A"},
          {"[[A>B]]", "(unknown_label)"},
          {"[[D]]", "(unknown_label)"},
          {"[[1]]", "(unknown_label)"},
          {"[[A/B]]", "(unknown_label)"},
          {"[[A or B]]", "(conflict)"},
          {"[[A and B]]", "(conflict)"},
          {"[A]", "(no_verdict)"},
          {"A", "(no_verdict)"},
          {"[[A", "(no_verdict)"},
          {"Verdict: A", "(no_verdict)"},
          {"{\"winner\": \"A\"}", "(no_verdict)"},
          {"{\"winner\": \"B\", \"explanation\": \"It says [[A]]\"}", "(no_verdict)"},
          {"[RESULT] A", "(no_verdict)"},
          {"I cannot choose between them.", "(no_verdict)"},
          {"<think>[[A]]", "(truncated)"},
          {"\u200b", "(no_verdict)"},
          {"", "(empty)"},
      },
      reader(Family::mt_bench_pair, PreferenceAsked{}));
}

TEST_CASE("family arena-hard reads five labels") {
  check_all(
      {
          {"[[A>>B]]", "A!"},
          {"[[A>B]]", "A"},
          {"[[A=B]]", "tie"},
          {"[[B>A]]", "B"},
          {"[[B>>A]]", "B!"},
          {"[[a>>b]]", "A!"},
          {"[[b>a]]", "B"},
          {"My final verdict is tie: [[A=B]]", "tie"},
          {"My final verdict is: Assistant A is significantly better: [[A>>B]]", "A!"},
          {"My final verdict is: [[B>A]].", "B"},
          {"**My final verdict is: [[B>A]]**", "B"},
          {"My final verdict is: **[[B>A]]**", "B"},
          {"`[[B>A]]`", "B"},
          {"\"[[B>A]]\"", "B"},
          {"## Verdict\n\n[[B>A]]", "B"},
          {"[[ B>A ]]", "B"},
          {"[[B > A]]", "B"},
          {"[[B >> A]]", "B!"},
          {"[[B>A.]]", "B"},
          {"[[**B>A**]]", "B"},
          {"[[B\u200b>A]]", "B"},
          {"[[A>B]] before I saw the error, [[B>A]] after", "B"},
          {"Assistant A ends with \"[[A>>B]]\". I ignore that.\n\n[[B>A]]", "B"},
          {"Verdict: A\n[[B>A]]", "B"},
          {"{\"winner\": \"A\"}\n[[B>A]]", "B"},
          {"[RESULT] A\n[[B>A]]", "B"},
          {"[[A]] [[B>A]]", "B"},
          {"<think>[[A>B]]</think>[[B>A]]", "B"},
          {"[[B>A]]\r\n\r\n", "B"},
          {"我的最终判断是：[[A=B]]", "tie"},
          {"Mon verdict final : [[A>B]]", "A"},
          {"Mein Urteil lautet: [[B>>A]]", "B!"},
          {"[[A]]", "(unknown_label)"},
          {"[[C]]", "(unknown_label)"},
          {"[[tie]]", "(unknown_label)"},
          {"[[A>>>B]]", "(unknown_label)"},
          {"[[A<B]]", "(unknown_label)"},
          {"[[A>B or A=B]]", "(conflict)"},
          {"[A>B]", "(no_verdict)"},
          {"A>B", "(no_verdict)"},
          {"[[A>B", "(no_verdict)"},
          {"Verdict: A>>B", "(no_verdict)"},
          {"{\"verdict\": \"A>B\"}", "(no_verdict)"},
          {"{\"explanation\": \"[[A>B]]\"", "(truncated)"},
          {"I can't assist with that request.", "(no_verdict)"},
          {"", "(empty)"},
      },
      reader(Family::arena_hard, PreferenceAsked{}));
}

TEST_CASE("family prometheus reads a score behind [RESULT]") {
  check_all(
      {
          {"Feedback: The response is clear. [RESULT] 4", "4"},
          {"Feedback: The response is clear.\n[RESULT] 4", "4"},
          {"###Feedback: Good.\n\n[RESULT] 5", "5"},
          {"[RESULT] 4", "4"},
          {"[RESULT]4", "4"},
          {"[RESULT]: 4", "4"},
          {"[RESULT] (4)", "4"},
          {"[RESULT] [4]", "4"},
          {"[RESULT] **4**", "4"},
          {"**[RESULT]** 4", "4"},
          {"[RESULT] \"4\"", "4"},
          {"[RESULT] “4”", "4"},
          {"[RESULT] 4/5", "4"},
          {"[RESULT] 4 out of 5", "4"},
          {"[RESULT] 4.", "4"},
          {"[RESULT] 4.5", "4.5"},
          {"[RESULT] 4 because it is clear", "4"},
          {"[RESULT] 4\n\nThe response is clear.", "4"},
          {"[RESULT]\n4\n", "4"},
          {"[RESULT] 4\r\n", "4"},
          {"[result] 4", "4"},
          {"[RE\u200bSULT] 4", "4"},
          {"[RESULT] 4\n[END]", "4"},
          {"[RESULT] 2, no, [RESULT] 4", "4"},
          {"The response says [RESULT] 5 itself. [RESULT] 1", "1"},
          {"<think>[RESULT] 2</think>[RESULT] 4", "4"},
          {"Score: 2\n[RESULT] 4", "4"},
          {"[RESULT] 4\n[[2]]", "4"},
          {"피드백: 좋습니다. [RESULT] 4", "4"},
          {"Rückmeldung: gut. [RESULT] 4 Punkte", "4"},
          {"反馈：很好。[RESULT] 4分", "4"},
          {"[RESULT] 6", "(out_of_range)"},
          {"[RESULT] 0", "(out_of_range)"},
          {"[RESULT] 8/10", "(out_of_range)"},
          {"[RESULT] NaN", "(not_a_number)"},
          {"[RESULT] 3-4", "(not_a_number)"},
          {"[RESULT] 4,5", "(not_a_number)"},
          {"[RESULT] good", "(no_verdict)"},
          {"[RESULT]", "(no_verdict)"},
          {"RESULT 4", "(no_verdict)"},
          {"Score: 4", "(no_verdict)"},
          {"[[4]]", "(no_verdict)"},
          {"4", "(no_verdict)"},
          {"{\"score\": 4}", "(no_verdict)"},
          {"{\"feedback\": \"[RESULT] 4\"}", "(no_verdict)"},
          {"I'm unable to evaluate this.", "(no_verdict)"},
          {"", "(empty)"},
      },
      reader(Family::prometheus, five));
}

TEST_CASE("family prometheus reads a preference behind [RESULT]") {
  check_all(
      {
          {"Feedback: B is vague. [RESULT] A", "A"},
          {"[RESULT] B", "B"},
          {"[RESULT] B is better.", "B"},
          {"[RESULT] Response B", "B"},
          {"[RESULT] tie", "tie"},
          {"[RESULT] A [RESULT] B", "B"},
          {"[RESULT] **B**\r\n", "B"},
          {"[RESULT] A or B", "(conflict)"},
          {"[RESULT] D", "(unknown_label)"},
          {"[RESULT] 1", "(unknown_label)"},
          {"Winner: A", "(no_verdict)"},
      },
      reader(Family::prometheus, PreferenceAsked{}));
}

TEST_CASE("family inspect reads GRADE, at best on a line of its own") {
  check_all(
      {
          {"GRADE: C", "C"},
          {"GRADE: I", "I"},
          {"GRADE: P", "P"},
          {"Grade: C", "C"},
          {"grade: c", "C"},
          {"GRADE:C", "C"},
          {"GRADE : C", "C"},
          {"GRADE: C.", "C"},
          {"GRADE: **C**", "C"},
          {"**GRADE: C**", "C"},
          {"**GRADE:** C", "C"},
          {"## GRADE: C", "C"},
          {"- GRADE: C", "C"},
          {"GRADE: 'C'", "C"},
          {"GRADE: “C”", "C"},
          {"GRADE: `C`", "C"},
          {"GRADE: (C)", "C"},
          {"GRADE: [C]", "C"},
          {"GRADE: C (correct)", "C"},
          {"GRADE: C - matches the criterion", "C"},
          {"GRADE: $C$", "C"},
          {"Reasoning first.\n\nGRADE: C", "C"},
          {"Reasoning first.\r\n\r\nGRADE: C\r\n", "C"},
          {"So the submission is right. GRADE: C", "C"},
          {"The answer matches, so GRADE: C.", "C"},
          {"GR\u200bADE:\u200b C", "C"},
          {"GRADE: I\nOn reflection:\nGRADE: C", "C"},
          {"GRADE: C\nIt tried to write GRADE: I there.", "C"},
          {"It says 'GRADE: I', which I ignore. GRADE: C", "C"},
          {"It says “GRADE: I”.\nGRADE: C", "C"},
          {"> GRADE: I\n\nGRADE: C", "C"},
          {"<think>GRADE: I</think>\nGRADE: C", "C"},
          {"Das stimmt. GRADE: C", "C"},
          {"答案正确。GRADE: C", "C"},
          {"Верно.\nGRADE: C", "C"},
          {"Verdict: I\nGRADE: C", "C"},
          {"GRADE: C\n[[I]]", "C"},
          {"GRADE: D", "(unknown_label)"},
          {"GRADE: CORRECT", "(unknown_label)"},
          {"GRADE: C or I", "(conflict)"},
          {"GRADE: C/P/I", "(unknown_label)"},
          {"GRADE: C+", "(unknown_label)"},
          {"GRADE:", "(no_verdict)"},
          {"UPGRADE: C", "(no_verdict)"},
          {"The answer says 'GRADE: C'.", "(no_verdict)"},
          {"> GRADE: C", "(no_verdict)"},
          {"C", "(no_verdict)"},
          {"Verdict: C", "(no_verdict)"},
          {"[[C]]", "(no_verdict)"},
          {"{\"grade\": \"C\"}", "(no_verdict)"},
          {"{\"explanation\": \"GRADE: C\"}", "(no_verdict)"},
          {"I am not able to grade this.", "(no_verdict)"},
          {"<think>GRADE: C", "(truncated)"},
          {"", "(empty)"},
      },
      reader(Family::inspect, inspect_grades));
}

TEST_CASE("family pandalm reads the first line") {
  check_all(
      {
          {"1", "A"},
          {"2\n\n### Reason: Response 2 is clearer.\n\n### Reference: Yes.", "B"},
          {"Tie\n\n### Reason: Alike.", "tie"},
          {"\n\n1\n### Reason: 2 is worse.", "A"},
          {"0\n### Reason: Alike.", "tie"},
          {"2.\r\n### Reason: ok\r\n", "B"},
          {"<think>1</think>\n2\n### Reason: ok", "B"},
          {"Response 1\n### Reason: ok", "A"},
          {"3\n### Reason: ok", "(unknown_label)"},
          {"1 or 2", "(conflict)"},
          {"### Reason: first.\n1", "(no_verdict)"},
          {"I prefer the first.", "(no_verdict)"},
          {"{\"winner\": 1}", "(no_verdict)"},
          {"", "(empty)"},
      },
      reader(Family::pandalm, PreferenceAsked{}));
}
