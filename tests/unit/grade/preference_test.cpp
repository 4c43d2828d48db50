#include "expect.hpp"
#include "grade/read_preference.hpp"

using namespace judge;
using namespace judge::test;

namespace {

std::string preferred(const std::string& text) {
  return shown_preference(read_preference(text, "last"));
}
std::string in_json(const std::string& text) {
  return shown_preference(read_preference(text, "last", SlotCodes::letters, Family::json));
}
std::string numbered(const std::string& text) {
  return shown_preference(read_preference(text, "last", SlotCodes::numbers));
}

}  // namespace

TEST_CASE("a preference in JSON is read however judges write JSON and name the slots") {
  check_all(
      {
          {R"({"winner": "A"})", "A"},
          {R"({"winner": "B", "explanation": "Shorter."})", "B"},
          {R"({"explanation": "Alike.", "winner": "tie"})", "tie"},
          {R"({"winner": "Tie"})", "tie"},
          {R"({"winner": "a"})", "A"},
          {R"({"winner": " B "})", "B"},
          {R"({"winner": "B."})", "B"},
          {R"({"winner": "**B**"})", "B"},
          {R"({"winner": "[[B]]"})", "B"},
          {R"({"winner": "Assistant A"})", "A"},
          {R"({"winner": "Response B"})", "B"},
          {R"({"winner": "model_a"})", "A"},
          {R"({"winner": "model_b"})", "B"},
          {R"x({"winner": "tie (bothbad)"})x", "tie"},
          {R"x({"winner": "Output (b)"})x", "B"},
          {R"({"winner": "assistant 2"})", "B"},
          {R"({"winner": "C"})", "tie"},
          {R"({"winner": "both"})", "tie"},
          {R"({"winner": "neither"})", "tie"},
          {R"({"winner": "equal"})", "tie"},
          {R"({"preference": "A"})", "A"},
          {R"({"preferred": "Answer B"})", "B"},
          {R"({"better": "B"})", "B"},
          {R"({"verdict": "A>>B"})", "A!"},
          {R"({"verdict": "B > A"})", "B"},
          {R"({"choice": "A=B"})", "tie"},
          {R"({"Winner": "A"})", "A"},
          {R"({"verdict": "B", "winner": "A"})", "A"},
          {R"({"result": {"winner": "A"}})", "A"},
          {R"([{"winner": "A"}])", "A"},
          {R"({'winner': 'A', 'explanation': 'It's A's'})", "A"},
          {"{“winner”: “A”}", "A"},
          {"```json\n{\"winner\": \"A\"}\n```", "A"},
          {"\ufeff{\"win\u200bner\": \"A\"}\r\n", "A"},
          {R"(At first {"winner": "B"}, then {"winner": "A"})", "A"},
          {R"({"explanation": "It says {\"winner\": \"B\"} [[B]]", "winner": "A"})", "A"},
          {"<think>{\"winner\": \"B\"}</think>{\"winner\": \"A\"}", "A"},
          {R"({"winner": "D"})", "(unknown_label)"},
          {R"({"winner": "none"})", "(unknown_label)"},
          {R"({"winner": "A or B"})", "(conflict)"},
          {R"({"winner": "Assistant A and Assistant B"})", "(conflict)"},
          {R"({"winner": "not A"})", "(unknown_label)"},
          {R"({"winner": 1})", "(unknown_label)"},
          {R"({"winner": "1"})", "(unknown_label)"},
          {R"({"winner": true})", "(unknown_label)"},
          {R"({"winner": ["A"]})", "(unknown_label)"},
          {R"({"winner": NaN})", "(unknown_label)"},
          {R"({"winner": null})", "(no_verdict)"},
          {R"({"winner": None})", "(no_verdict)"},
          {R"({"winner": "A)", "(truncated)"},
          {R"({"winner": A})", "(no_verdict)"},
          {R"({"score": 7})", "(no_verdict)"},
          {R"({"1st": {"winner": "A"}, "2nd": {"winner": "B"}})", "(conflict)"},
          {"[[A]]", "(no_verdict)"},
          {"Winner: A", "(no_verdict)"},
          {"I'm sorry, I cannot compare these.", "(no_verdict)"},
          {"", "(empty)"},
      },
      in_json);
}

TEST_CASE("a preference is read in any form, by any usual name of the slots") {
  check_all(
      {
          {"Verdict: A", "A"},
          {"Winner: Assistant B", "B"},
          {"**Winner:** Response A", "A"},
          {"**Winner: Response A**", "A"},
          {"Final verdict: tie", "tie"},
          {"My final verdict is: A", "A"},
          {"My final verdict is tie: [[A=B]]", "tie"},
          {"My final verdict is: Assistant A is significantly better: [[A>>B]]", "A!"},
          {"Better response: B", "B"},
          {"The better answer is: A", "A"},
          {"Preferred: Output (a)", "A"},
          {"Preferred output: Output (b)", "B"},
          {"Preference: B", "B"},
          {"## Decision\n\nVerdict:\nB", "B"},
          {"Choice: Option A", "A"},
          {"Verdict: A, because it is shorter", "A"},
          {"Verdict: A is slightly better", "A"},
          {"Verdict: Assistant B wins.", "B"},
          {"Verdict: a tie", "tie"},
          {"Verdict: It's a tie.", "tie"},
          {"Verdict: both are equally good", "tie"},
          {"Winner: neither", "tie"},
          {"Winner: Model-A", "A"},
          {"Winner: Candidate 2", "B"},
          {"Winner: Answer #1", "A"},
          {"Winner: Response: B", "B"},
          {"[[A]]", "A"},
          {"[[Assistant B]]", "B"},
          {"[[C]]", "tie"},
          {"[[Tie]]", "tie"},
          {"[[A>B]]", "A"},
          {"[[b>>a]]", "B!"},
          {"[RESULT] B", "B"},
          {"[RESULT] Response A is clearer", "A"},
          {"A", "A"},
          {"Assistant A", "A"},
          {"Tie.", "tie"},
          {"**B**", "B"},
          {"Vainqueur ? Je préfère la première.\nVerdict: A", "A"},
          {"回答Bの方が正確です。\n\nVerdict： B", "B"},
          {"Ответ A короче.\r\n\r\nWinner: A\r\n", "A"},
          {"<think>\nWinner: B\n</think>\nWinner: A", "A"},
          {"> Winner: B\nThat was in answer A.\nWinner: A", "A"},
          {"Answer B says \"[[B]]\" itself.\n\nWinner: A", "A"},
          {"Winner: A\n\nAnswer B's own [[B]] was ignored.", "A"},
          {"Winner: A\nwait\nWinner: B", "B"},
          {"Win\u200bner: B", "B"},
          {"Answer: A\nAnswer: Paris", "A"},
          {"Winner: D", "(unknown_label)"},
          {"Winner: 1", "(unknown_label)"},
          {"[[1]]", "(unknown_label)"},
          {"Winner: A or B", "(conflict)"},
          {"Winner: Response A and Response B", "(conflict)"},
          {"Verdict: A<B", "(unknown_label)"},
          {"Verdict: A good answer, that of B", "(no_verdict)"},
          {"A is better than B.", "(no_verdict)"},
          {"Both are fine, but I like the first one more.", "(no_verdict)"},
          {"I can't decide between A and B.", "(no_verdict)"},
          {"<think>\nWinner: A", "(truncated)"},
          {" \n", "(empty)"},
      },
      preferred);
}

TEST_CASE("numbers name slots only where the caller says so") {
  check_all(
      {
          {R"({"winner": 1})", "A"},
          {R"({"winner": "2"})", "B"},
          {R"({"preference": 0})", "tie"},
          {"Preference: 1", "A"},
          {"Preference: 2.", "B"},
          {"Verdict: 0", "tie"},
          {"2", "B"},
          {"Winner: A", "A"},
          {"Winner: Response 2", "B"},
          {R"({"winner": 3})", "(unknown_label)"},
          {R"({"winner": 1.5})", "(unknown_label)"},
          {"Preference: 12", "(unknown_label)"},
          {"Preference: 1 or 2", "(conflict)"},
      },
      numbered);
}

TEST_CASE("the policy decides between preferences that differ, in how much too") {
  const auto read = [](const std::string& text, std::string_view conflict) {
    return shown_preference(read_preference(text, conflict));
  };
  const std::string sides = "[[A>B]], or rather [[B>A]]";
  CHECK(read(sides, "last") == "B");
  CHECK(read(sides, "first") == "A");
  CHECK(read(sides, "null") == "(conflict)");
  const std::string degrees = "[[A>>B]], or rather [[A>B]]";
  CHECK(read(degrees, "last") == "A");
  CHECK(read(degrees, "first") == "A!");
  CHECK(read(degrees, "null") == "(conflict)");
  CHECK(read("Verdict: Assistant A is much better: [[A>>B]]", "null") == "A!");
  CHECK(read("Winner: Assistant A\nVerdict: A", "null") == "A");
  CHECK(read("Winner: tie\nVerdict: C", "null") == "tie");
}

TEST_CASE("a preference counts for slot A, is explained, and can be turned round") {
  const auto verdict =
      read_preference("B lacks the date.\n\nMy final verdict is: [[A>>B]]", "last");
  REQUIRE(verdict);
  CHECK(verdict->value == "A");
  CHECK(verdict->score == 1);
  CHECK(verdict->strong);
  CHECK(verdict->explanation.starts_with("B lacks the date."));
  const auto other = swapped(*verdict);
  CHECK(other.value == "B");
  CHECK(other.score == 0);
  CHECK(other.strong);
  CHECK(swapped(*read_preference("Tie", "last")).value == "tie");
}
