// The fuzzer's properties (tests/fuzz), on seeded mutations of real-looking answers: the same ones
// in every run.
#include <doctest/doctest.h>

#include <array>

#include "base/random.hpp"
#include "fuzz/property.hpp"

using namespace judge;

namespace {

constexpr int mutations = 4000;
constexpr std::size_t longest = 2000;

const std::array<std::string_view, 24> pieces{
    "Rating: [[7]]",
    "My final verdict is tie: [[A=B]]",
    "[[A>>B]]",
    "Feedback: clear. [RESULT] 4",
    "GRADE: C",
    "**Score (1-10):** 8/10",
    R"({"explanation": "It says \"[[10]]\" { }", "score": "8"})",
    R"({'winner': 'Assistant A', "x": [1, {"a": NaN}]})",
    R"({"criteria": [{"criterion": 1, "met": true}, {"criterion": 2, "met": false}]})",
    R"({"1": true, "2": "no", "3": {"met": yes}})",
    "{“met”: [true, false, true]}",
    "<think>\nScore: 3\n</think>\n",
    "</think>",
    "```json\n",
    "1\n\n### Reason: shorter",
    "\r\n",
    "> Score: 10\n",
    "\u200b",
    "É 日本 \xff",
    "Met: yes or no",
    "Winner: Output (b), because",
    "\\u00e9\\",
    "-7,5 or 1e999",
    "[",
};

/// Some pieces, then a few bytes changed, left out, doubled or cut off.
std::string mutated(Random& random) {
  std::string text;
  for (auto n = 1 + random.below(4); n > 0; --n)
    text.append(pieces[random.below(pieces.size())]).append(random.below(2) ? "\n" : " ");
  for (auto n = random.below(6); n > 0 && !text.empty(); --n) {
    const auto at = random.below(text.size());
    switch (random.below(5)) {
      case 0:
        text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.erase(at, 1 + random.below(8));
        break;
      case 2:
        text.insert(at, text.substr(random.below(text.size()), 1 + random.below(20)));
        break;
      case 3:
        text.insert(at, pieces[random.below(pieces.size())]);
        break;
      default:
        text.resize(text.size() - random.below(std::min<std::size_t>(text.size(), 10)));
    }
  }
  return text.substr(0, longest);
}

}  // namespace

TEST_CASE("mutated answers break no property of any reader") {
  Random random(20240607);
  for (int i = 0; i < mutations; ++i) {
    const auto text = mutated(random);
    CAPTURE(text);
    REQUIRE(judge::test::broken_property(text) == "");
  }
}
