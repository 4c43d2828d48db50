#include "mock/forms.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "mock/labels.hpp"
#include "mock/pattern.hpp"

using namespace judge::mock;
using Strings = std::vector<std::string>;

namespace {

PromptParts parts(std::string_view reference, std::vector<PromptParts::Section> outputs) {
  return {
      .instructions = "", .question = "", .reference = reference, .outputs = std::move(outputs)};
}
PromptParts good() {
  return parts("red green", {{"output", "red green"}});
}
PromptParts bad() {
  return parts("red green", {{"output", "black white"}});
}

std::string said(const std::string& instructions, const PromptParts& matter, bool json = false) {
  Opinion opinion(matter, {.occasion = 1});
  return answer_in_words(instructions, opinion, json);
}

nlohmann::json object(const std::string& instructions, const PromptParts& matter) {
  return nlohmann::json::parse(said(instructions, matter, true));
}

std::string chosen(const Strings& labels, const PromptParts& matter) {
  Opinion opinion(matter, {.occasion = 1});
  return choose(labels, opinion).text();
}

}  // namespace

TEST_CASE("a JSON pattern is answered with its keys and a number on the scale named") {
  const char* asks =
      "Give a score from 0 to 20. Answer with JSON only: {\"explanation\": \"...\", \"score\": "
      "<number>}";
  const auto high = object(asks, good());
  CHECK(high.size() == 2);
  CHECK(high["score"] >= 17);
  CHECK(high["explanation"].is_string());
  CHECK(object(asks, bad())["score"] <= 3);
  CHECK(nlohmann::json::parse(said(asks, good()))["score"] >= 17);
}

TEST_CASE("a JSON pattern may ask for a label, listed in it or in the text") {
  CHECK(object(R"(Reply {"label": "correct" | "partial" | "incorrect"})", bad())["label"] ==
        "incorrect");
  CHECK(object("Choose one of: yes, no\nReply {\"verdict\": \"...\"}", good())["verdict"] == "yes");
  CHECK(object("Choose one of \"pass\", \"fail\".\nReply {'grade': '...'}", bad())["grade"] ==
        "fail");
  CHECK(object("Is it one of the best? {\"explanation\": \"...\", \"choice\": LABEL}\n"
               "LABEL is one of \"good\", \"bad\".",
               bad())["choice"] == "bad");
  CHECK(object(R"({"met": true or false})", good())["met"] == true);
}

TEST_CASE("where JSON is demanded without a pattern, a score and an explanation come") {
  const auto value = object("Rate from 1 to 3 in JSON.", bad());
  CHECK(value["score"] == 1);
  CHECK(value.contains("explanation"));
}

TEST_CASE("double brackets are answered with a rating or with one of the labels shown") {
  CHECK(said("Rate on a scale of 1 to 10 strictly as \"[[rating]]\", e.g. \"Rating: [[5]]\"",
             parts("red", {{"output", "black"}}))
            .ends_with("Rating: [[1]]"));
  const auto pair = parts("red green", {{"answer_a", "black"}, {"answer_b", "red green"}});
  CHECK(said("\"[[A]]\" if A is better, \"[[B]]\" if B, \"[[C]]\" for a tie", pair)
            .ends_with("[[B]]"));
  CHECK(said("[[A>>B]] [[A>B]] [[A=B]] [[B>A]] [[B>>A]]", pair).ends_with("[[B>>A]]"));
}

TEST_CASE("grades and results are answered in their forms") {
  const char* grade = "End with GRADE: $LETTER, 'C' for correct or 'I' for incorrect.";
  CHECK(said(grade, good()).ends_with("GRADE: C"));
  CHECK(said(grade, bad()).ends_with("GRADE: I"));
  CHECK(said("Feedback: (…) [RESULT] (an integer between 1 and 5)", bad()).ends_with("[RESULT] 1"));
  CHECK(said("[RESULT] (an integer)", good()).ends_with("[RESULT] 5"));
}

TEST_CASE("who asks for no verdict gets an ordinary sentence") {
  const auto text = said("How many planets are there?", parts("", {}));
  CHECK(text.size() > 20);
  CHECK_FALSE(text.contains("[["));
  CHECK_FALSE(text.contains("{"));
}

TEST_CASE("labels are chosen by their meaning, size or place") {
  CHECK(chosen({"correct", "partial", "incorrect"}, good()) == "correct");
  CHECK(chosen({"incorrect", "correct"}, bad()) == "incorrect");
  CHECK(chosen({"Correct", "Partially correct", "Wrong"},
               parts("red green blue pink", {{"o", "red green x y"}})) == "Partially correct");
  CHECK(chosen({"C", "P", "I"}, bad()) == "I");
  CHECK(chosen({"1", "2", "3"}, good()) == "3");
  CHECK(chosen({"5", "3", "1"}, good()) == "5");
  CHECK(chosen({"A", "B", "C", "D", "F"}, bad()) == "F");
  CHECK(chosen({"superb", "passable", "dreadful"}, good()) == "superb");
  CHECK(chosen({"only"}, bad()) == "only");
}

TEST_CASE("outputs as good as each other are a tie, where one can be said") {
  const auto equal = parts("red", {{"answer_a", "red"}, {"answer_b", "red"}});
  int ties = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Opinion opinion(equal, {.occasion = seed});
    const Strings labels{"A", "B", "tie"};
    if (choose(labels, opinion).text() == "tie") ++ties;
  }
  CHECK(ties > 190);
}

TEST_CASE("without anything to compare every label of a pair comes up") {
  const auto nothing = parts("", {});
  std::set<std::size_t> seen;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Opinion opinion(nothing, {.occasion = seed});
    const Strings labels{"A", "B", "C"};
    seen.insert(choose(labels, opinion).said);
  }
  CHECK(seen.size() == 3);
}

TEST_CASE("lists of labels are read as people write them") {
  const std::pair<const char*, Strings> cases[] = {
      {R"("a" | "b")", {"a", "b"}},
      {R"("a | b | c")", {"a", "b", "c"}},
      {"`a`, `b` or `c`", {"a", "b", "c"}},
      {"a, b or c", {"a", "b", "c"}},
      {"a, b, c.", {"a", "b", "c"}},
      {"a, b, or c", {"a", "b", "c"}},
      {"A or B", {"A", "B"}},
      {"<yes/no>", {"yes", "no"}},
      {"\"...\"", {}},
      {"", {}},
  };
  for (const auto& [text, labels] : cases) {
    CAPTURE(text);
    CHECK(read_labels(text) == labels);
  }
}

TEST_CASE("broken patterns are no patterns") {
  for (const char* text : {"", "{", "{\"", "{\"score", "{\"score\"", "{\"score\":", "{}", "{ x }",
                           "{{{{{", "{\"a\": {\"b\": 1}"}) {
    CAPTURE(text);
    CHECK(find_pattern(text).size() <= 1);
    CHECK_NOTHROW(said(text, good(), true));
  }
}
