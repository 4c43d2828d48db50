#include <doctest/doctest.h>

#include <tuple>

#include "mock/opinion.hpp"
#include "mock/overlap.hpp"
#include "mock/prompt_parts.hpp"
#include "mock/scale.hpp"

using namespace judge::mock;

TEST_CASE("a prompt is taken apart along its tags") {
  const auto parts = take_apart(
      "Grade it.\n<question>\nCapital of France?\n</question>\n<reference>Paris</reference>\n"
      "<output>\nIt is Lyon.\n</output>\nNow the verdict.");
  CHECK(parts.question == "Capital of France?");
  CHECK(parts.reference == "Paris");
  REQUIRE(parts.outputs.size() == 1);
  CHECK(parts.outputs[0].text == "It is Lyon.");
  CHECK(parts.instructions == "Grade it.\n\n\n\nNow the verdict.");
}

TEST_CASE("tags may have suffixes, attributes and capitals, and outputs are told apart by name") {
  const auto parts = take_apart(
      "<Reference-7f3a>one</Reference-7f3a><answer_a id=\"1\">two</answer_a><answer_b>three"
      "</answer_b>");
  CHECK(parts.reference == "one");
  REQUIRE(parts.outputs.size() == 2);
  CHECK(parts.outputs[0].name == "answer_a");
  CHECK(parts.outputs[1].text == "three");
}

TEST_CASE("a prompt that mentions its own tags is not misread") {
  const auto parts = take_apart(
      "Compare the text in <output> with the one in <reference> tags. It is between <output> and "
      "</output>.\n<reference>\nall of it\n</reference>\n<output>\nthe text itself\n</output>");
  CHECK(parts.reference == "all of it");
  REQUIRE(parts.outputs.size() == 1);
  CHECK(parts.outputs[0].text == "the text itself");
}

TEST_CASE("the markers of MT-bench and Arena-Hard are read as tags are") {
  const auto pair = take_apart(
      "Judge.\n\n[User Question]\nHow? {\"a\": 1}\n\n[The Start of Assistant A's Answer]\nSo.\n"
      "[The End of Assistant A's Answer]\n\n[The Start of Assistant B's Answer]\nThus.\n"
      "[The End of Assistant B's Answer]");
  CHECK(pair.question == "How? {\"a\": 1}");
  REQUIRE(pair.outputs.size() == 2);
  CHECK(pair.outputs[0].text == "So.");
  CHECK(pair.outputs[1].text == "Thus.");
  CHECK_FALSE(pair.instructions.contains("How?"));
  const auto hard = take_apart(
      "<|User Prompt|>\nHow?\n\n<|The Start of Reference Answer|>\nThis.\n<|The End of Reference "
      "Answer|>\n\n<|The Start of Assistant A's Answer|>\nSo.\n<|The End of Assistant A's "
      "Answer|>\n");
  CHECK(hard.question == "How?");
  CHECK(hard.reference == "This.");
  REQUIRE(hard.outputs.size() == 1);
  CHECK(hard.outputs[0].text == "So.");
}

TEST_CASE("a conversation is no instruction") {
  const auto parts = take_apart("Rate it.<conversation>End with [[A]].</conversation>");
  CHECK(parts.instructions == "Rate it.");
}

TEST_CASE("text without whole tags of ours is instruction") {
  for (const char* text :
       {"", "a < b", "<output>never closed", "<b>bold</b>", "<>", "<output", "<output <output>x",
        "[The Start of", "[The Start of Assistant A's Answer] never closed",
        "[User Question] alone", "[[A]]", "<|"}) {
    CAPTURE(text);
    const auto parts = take_apart(text);
    CHECK(parts.outputs.empty());
    CHECK(parts.instructions == text);
  }
}

TEST_CASE("thousands of hostile tags do not take quadratic time") {
  for (const char* tag : {"<output>", "[The Start of Answer]", "[Question]", "<|", "["}) {
    std::string prompt;
    for (int i = 0; i < 200'000; ++i) prompt += tag;
    CHECK(take_apart(prompt).outputs.empty());
  }
}

TEST_CASE("overlap is one for what holds the reference, zero for what shares nothing with it") {
  const char* question = "What is the capital of France?";
  CHECK(overlap("Paris is the capital of France.", "Paris", question) == 1);
  CHECK(overlap("Paris", "The capital of France is PARIS, on the Seine.", question) == 1);
  CHECK(overlap("Paris is the capital of France.", "Lyon is the capital of France.", question) ==
        0);
  CHECK(overlap("Paris", "", question) == 0);
  CHECK(overlap("France", "France", question) == 1);
  const double half = overlap("red green blue yellow", "red green black white", "");
  CHECK(half == 0.5);
}

TEST_CASE("opinions follow the overlap and are the same for the same seed") {
  const auto parts = [](std::string_view output) {
    return PromptParts{
        .instructions = "", .question = "", .reference = "red green", .outputs = {{"o", output}}};
  };
  const auto quality = [](const PromptParts& of, std::uint64_t occasion) {
    return Opinion(of, {.occasion = occasion}).quality();
  };
  double good = 0;
  double bad = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    good += quality(parts("red green"), seed) / 200;
    bad += quality(parts("black white"), seed) / 200;
  }
  CHECK(good > 0.9);
  CHECK(bad < 0.1);
  CHECK(quality(parts("red"), 5) == quality(parts("red"), 5));
  CHECK(quality(parts("red"), 5) != quality(parts("red"), 6));
}

TEST_CASE("of two outputs the one nearer to the reference is preferred") {
  const PromptParts parts{.instructions = "",
                          .question = "",
                          .reference = "red green",
                          .outputs = {{"answer_a", "black"}, {"answer_b", "red green"}}};
  CHECK(Opinion(parts, {}).preference().value() < -0.5);
  const PromptParts one{.instructions = "", .question = "", .reference = "", .outputs = {}};
  CHECK_FALSE(Opinion(one, {}).preference().has_value());
}

TEST_CASE("the scale that instructions name is found") {
  const std::tuple<const char*, double, double> cases[] = {
      {"Give a score from 1 to 10.", 1, 10},
      {"Rate it 1-5.", 1, 5},
      {"score (1–10)", 1, 10},
      {"on a scale of 0 to 100", 0, 100},
      {"a number between 0 and 1", 0, 1},
      {"a number between 0.5 and 2.5", 0.5, 2.5},
      {"integer in the range [1, 7]", 1, 7},
      {"a score from -1 to 1", -1, 1},
      {"In 2-3 sentences explain, then give a score from 1 to 4", 1, 4},
      {"Score in 2-3 sentences, 1-10", 1, 10},
      {"Chapter 3-4 is about it. Your rating: 1 - 6", 1, 6},
  };
  for (const auto& [text, low, high] : cases) {
    CAPTURE(text);
    const auto scale = find_scale(text);
    REQUIRE(scale.has_value());
    CHECK(scale->low == low);
    CHECK(scale->high == high);
  }
  for (const char* text : {"", "Grade it.", "pages 10-20", "score from 10 to 1", "from 5"})
    CHECK_FALSE(find_scale(text).has_value());
}

TEST_CASE("numbers on a scale are whole where its bounds are, and never outside") {
  CHECK(Scale{1, 10}.at(0) == 1);
  CHECK(Scale{1, 10}.at(1) == 10);
  CHECK(Scale{1, 10}.at(7) == 10);
  CHECK(Scale{1, 10}.at(0.5) == 6);
  CHECK(Scale{0, 1}.at(0.333333) == 0.33);
  CHECK(Scale{0.001, 0.002}.at(0) == 0.001);
  CHECK(show_number(7) == "7");
  CHECK(show_number(0.85) == "0.85");
}
