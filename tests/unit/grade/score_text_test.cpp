#include "expect.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("a score in brackets is read, the last one") {
  check_all(
      {
          {"[[7]]", "7"},
          {"Rating: [[7]]", "7"},
          {"The answer is helpful.\n\nRating: [[7]]", "7"},
          {"My rating is [[7]].", "7"},
          {"[[7.5]]", "7.5"},
          {"[[ 7 ]]", "7"},
          {"[[7/10]]", "7"},
          {"[[8 out of 10]]", "8"},
          {"**[[7]]**", "7"},
          {"`[[7]]`", "7"},
          {"\"[[7]]\"", "7"},
          {"First [[3]], later [[7]]", "7"},
          {"The user wrote [[10]]. I rate this [[2]].", "2"},
          {"[[2]]\n\nI thought of [[3]] too: [[4]]", "4"},
          {"Rating: [[5]] because [[citation needed]] is missing.", "5"},
          {"See [[Main Page]].\n[[6]]", "6"},
          {"[\u200b[7]\u200b]", "7"},
          {"[[[7]]]", "7"},
          {"[[7]", "7"},
          {"[[7", "(no_verdict)"},
          {"Rating: [7]", "7"},
          {"[7]", "7"},
          {"I give it a [7].", "7"},
          {"[3] no, [7]", "7"},
          {"a[3] is read. Rating [7]", "7"},
          {"[1](http://a.example) says so. [7]", "7"},
          {"[8/10]", "8"},
          {"[[11]]", "(out_of_range)"},
          {"[[0]]", "(out_of_range)"},
          {"[11]", "(out_of_range)"},
          {"[[3/5]]", "(out_of_range)"},
          {"[[NaN]]", "(not_a_number)"},
          {"[[1-10]]", "(not_a_number)"},
          {"[[7,5]]", "(not_a_number)"},
          {"It says [[10]], I say [[7,5]]", "(not_a_number)"},
          {"[[rating]]", "(no_verdict)"},
          {"[[]]", "(no_verdict)"},
          {"[[A]]", "(no_verdict)"},
          {"[[7 of the claims]]", "(no_verdict)"},
          {"[[7\n]]", "(no_verdict)"},
          {"a[7]", "(no_verdict)"},
          {"[7](http://a.example)", "(no_verdict)"},
          {"[[7", "(no_verdict)"},
      },
      on_ten);
}

TEST_CASE("a score after [RESULT] is read") {
  const auto on_five = [](const std::string& text) { return shown(read_score(text, 1, 5)); };
  check_all(
      {
          {"Feedback: fine. [RESULT] 4", "4"},
          {"Feedback: fine.\n[RESULT] 4", "4"},
          {"[RESULT] 4", "4"},
          {"[RESULT]4", "4"},
          {"[RESULT]: 4", "4"},
          {"[RESULT] 4.", "4"},
          {"[RESULT] 4 The answer is good.", "4"},
          {"[RESULT] 4, since it is good.", "4"},
          {"[RESULT] (4)", "4"},
          {"[RESULT] [4]", "4"},
          {"[RESULT] **4**", "4"},
          {"[RESULT] 4/5", "4"},
          {"[RESULT] 4 out of 5", "4"},
          {"[RESULT]\n4", "4"},
          {"[RESULT]\n\n  4\n", "4"},
          {"[result] 4", "4"},
          {"**[RESULT]** 4", "4"},
          {"[RESULT] 3.5", "3.5"},
          {"[RESULT] 2 no: [RESULT] 4", "4"},
          {"The format is [RESULT] (a number).\n[RESULT] 4", "4"},
          {"[RE\u200bSULT] 4", "4"},
          {"It asks for [RESULT] 5, but no.\n[RESULT] 1", "1"},
          {"[RESULT] \"4\"", "4"},
          {"[RESULT]\t4", "4"},
          {"[RESULT] 4\r\n", "4"},
          {"[RESULT] 4 - good", "4"},
          {"[RESULT] 4 (good)", "4"},
          {"[RESULT] 4\n[END]", "4"},
          {"Feedback: [1] is cited. [RESULT] 4", "4"},
          {"[RESULT] +4", "4"},
          {"[RESULT] 04", "4"},
          {"[RESULT] 4 points", "4"},
          {"[RESULT] 4 of 5", "4"},
          {"[RESULT] 4分", "4"},
          {"[RESULT] 6", "(out_of_range)"},
          {"[RESULT] 8/10", "(out_of_range)"},
          {"[RESULT] 1-5", "(not_a_number)"},
          {"[RESULT] 3 or 4", "(not_a_number)"},
          {"[RESULT] nan", "(not_a_number)"},
          {"[RESULT] good", "(no_verdict)"},
          {"[RESULT]", "(no_verdict)"},
          {"[RESULT]\n1. It is good.", "(no_verdict)"},
          {"RESULT 4", "(no_verdict)"},
      },
      on_five);
}

TEST_CASE("a score after a keyword is read at a line's start or in bold") {
  check_all(
      {
          {"Score: 7", "7"},
          {"score: 7", "7"},
          {"SCORE: 7", "7"},
          {"Rating: 7", "7"},
          {"GRADE: 7", "7"},
          {"Final score: 7", "7"},
          {"Overall rating: 7", "7"},
          {"My final rating: 7", "7"},
          {"**Score:** 7", "7"},
          {"**Score**: 7", "7"},
          {"**Score: 7**", "7"},
          {"**Final Score: 8/10**", "8"},
          {"### Score: 7", "7"},
          {"## Score:\n\n7", "7"},
          {"**Score:**\n**7**\n", "7"},
          {"- Score: 7", "7"},
          {"* **Score:** 7", "7"},
          {"1. **Score:** 7", "7"},
          {"It is fine. **Score:** 7", "7"},
          {"Reasons.\n\nScore: 7", "7"},
          {"Reasons.\r\nScore: 7\r\n", "7"},
          {"Score : 7", "7"},
          {"Score = 7", "7"},
          {"Score： 7", "7"},
          {"Score (1-10): 7", "7"},
          {"Score (out of 10): 7", "7"},
          {"Score: 7/10", "7"},
          {"Score: 7 out of 10.", "7"},
          {"Score: 7.", "7"},
          {"Score: 7.5", "7.5"},
          {"Score: 7 - a good answer", "7"},
          {"Score: 7 – good", "7"},
          {"Score: 7 (good)", "7"},
          {"Score: 7, good", "7"},
          {"Score: `7`", "7"},
          {"Score: [7]", "7"},
          {"Score: \"7\"", "7"},
          {"Score: **7** of **10**", "7"},
          {"Score: 3\nScore: 7", "7"},
          {"Score: 1-10\n\nScore: 7", "7"},
          {"Sc\u200bore: 7", "7"},
          {"It contains '[[10]]', an injection.\n\nScore: 2", "2"},
          {"Score: 2\n\nI ignored the [[10]] in it.", "2"},
          {"> Score: 10\n\nThis line was in the answer. Score: 10 it said.\nScore: 2", "2"},
          {"Rating: 2 stars of quality", "2"},
      },
      on_ten);
}

TEST_CASE("a keyword without one plain number is no score") {
  check_all(
      {
          {"Score: 11", "(out_of_range)"},
          {"Score: 0", "(out_of_range)"},
          {"Score: -1", "(out_of_range)"},
          {"Score: 7/100", "(out_of_range)"},
          {"Score: 99999999999999999999", "(out_of_range)"},
          {"Score: NaN", "(not_a_number)"},
          {"Score: -inf", "(not_a_number)"},
          {"Score: infinity", "(not_a_number)"},
          {"Score: 1-10", "(not_a_number)"},
          {"Score: 7–8", "(not_a_number)"},
          {"Score: 7 - 8", "(not_a_number)"},
          {"Score: 7 to 8", "(not_a_number)"},
          {"Score: 7 or 8", "(not_a_number)"},
          {"Score: 7,5", "(not_a_number)"},
          {"Score: 7, 8", "(not_a_number)"},
          {"Score: 3 + 4 = 7", "(not_a_number)"},
          {"Score: 1 | 2 | 3", "(not_a_number)"},
          {"Score: 7.5.1", "(not_a_number)"},
          {"Score: 70%", "(not_a_number)"},
          {"Score: 7th", "(not_a_number)"},
          {"Score: 7+", "(not_a_number)"},
          {"Score: 7/x", "(not_a_number)"},
          {"Score: 3\nScore: 7-8", "(not_a_number)"},
          {"Score: high", "(no_verdict)"},
          {"Score: informative", "(no_verdict)"},
          {"Score:", "(no_verdict)"},
          {"Score:\n1. It is accurate.", "(no_verdict)"},
          {"Score 7", "(no_verdict)"},
          {"Scores: 7", "(no_verdict)"},
          {"Accuracy score: 7", "(no_verdict)"},
          {"I would say the score: 7", "(no_verdict)"},
          {"> Score: 10", "(no_verdict)"},
      },
      on_ten);
}

TEST_CASE("an answer that is only a number is the score") {
  check_all(
      {
          {"7", "7"},
          {"7\n", "7"},
          {" 7 ", "7"},
          {"7.", "7"},
          {"7/10", "7"},
          {"7 / 10", "7"},
          {"7 out of 10", "7"},
          {"**7**", "7"},
          {"\"7\"", "7"},
          {"`7`", "7"},
          {"7.5", "7.5"},
          {"(7)", "7"},
          {"7/10.", "7"},
          {"\u200b7", "7"},
          {"10", "10"},
          {"+7", "7"},
          {"<think>5? no</think>\n7", "7"},
          {"11", "(out_of_range)"},
          {"7/5", "(out_of_range)"},
          {"7,5", "(not_a_number)"},
          {"1-10", "(not_a_number)"},
          {"NaN", "(not_a_number)"},
          {"7 errors", "(no_verdict)"},
          {"seven", "(no_verdict)"},
          {"It is a 7", "(no_verdict)"},
          {"7 8", "(no_verdict)"},
          {"", "(empty)"},
          {" \n\t", "(empty)"},
      },
      on_ten);
}

TEST_CASE("scales may be fractional or negative") {
  CHECK(shown(read_score("Score: 0.25", 0, 1)) == "0.25");
  CHECK(shown(read_score("Score: .5", 0, 1)) == "0.5");
  CHECK(shown(read_score("Score: -2", -3, 3)) == "-2");
  CHECK(shown(read_score("Score: −2", -3, 3)) == "-2");
  CHECK(shown(read_score("[[-4]]", -3, 3)) == "(out_of_range)");
  CHECK(shown(read_score("Score: 0.9 / 1", 0, 1)) == "0.9");
}

TEST_CASE("an integral score is a JSON integer, and counts as its number") {
  const auto whole = read_score("Score: 7.0", 1, 10);
  REQUIRE(whole);
  CHECK(whole->value.is_number_integer());
  CHECK(whole->score == 7.0);
  const auto half = read_score("Score: 7.5", 1, 10);
  REQUIRE(half);
  CHECK(half->value.is_number_float());
}

TEST_CASE("thoughts hold no verdict") {
  check_all(
      {
          {"<think>Score: 3</think>\nScore: 7", "7"},
          {"<think>\n[[3]]\n</think>\n\n[[7]]", "7"},
          {"<thinking>\nScore: 3\n</thinking>\nScore: 7", "7"},
          {"<THINK>\nScore: 3\n</THINK>\nScore: 7", "7"},
          {"Score: 3 is tempting\n</think>\n\nScore: 7", "7"},
          {"Score: 7\n<think>Was it 3?\nScore: 3</think>", "7"},
          {"<think>It says </think> Score: 10 there.\n</think>\nScore: 7", "7"},
          {"<think>a <think> b </think>\nScore: 3\n</think>\nScore: 7", "7"},
          {"Score: 7\n<think>\nScore: 3", "7"},
          {"The <think> tag is odd.\nScore: 7", "7"},
          {"The </think> tag is odd.\nScore: 7", "7"},
          {"<think>\nScore: 3\n", "(truncated)"},
          {"<think>\nScore: 3\n</think>\n", "(no_verdict)"},
      },
      on_ten);
}

TEST_CASE("refusals and prose hold no score") {
  check_all(
      {
          {"I'm sorry, but I can't evaluate this answer.", "(no_verdict)"},
          {"The answer lists 7 planets out of 8.", "(no_verdict)"},
          {"I would give it about seven points.", "(no_verdict)"},
          {"There are 3 errors. It deserves a low score of 2.", "(no_verdict)"},
          {std::string("\0\0", 2), "(no_verdict)"},
          {std::string("Score: 7\0", 9), "7"},
          {"\xff\xfe\x80", "(no_verdict)"},
          {"\x1b[31mScore: 7", "(no_verdict)"},
      },
      on_ten);
}
