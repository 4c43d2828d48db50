// What the mock says, in place of a language model.
#include <array>

#include "mock/opinion.hpp"

namespace judge::mock {
namespace {

using Sentences = std::array<std::string_view, 4>;

constexpr Sentences kGood{
    "The answer agrees with what was expected and leaves nothing important out.",
    "Every essential point is present and stated correctly.",
    "The response is accurate, complete and to the point.",
    "The content matches the expected answer, and the wording is clear."};
constexpr Sentences kMiddling{
    "The answer is partly right, but an important point is missing.",
    "The main idea is there; some of the details are vague or left out.",
    "The response goes in the right direction and stops short of a full answer.",
    "Part of the content agrees with what was expected, part of it does not."};
constexpr Sentences kBad{"The answer does not agree with what was expected.",
                         "The response misses the essential points of the question.",
                         "The central claim is wrong, and nothing else makes up for it.",
                         "The content has little to do with what was asked."};
constexpr Sentences kProse{
    "This is an interesting question, and there is much to be said on either side of it.",
    "Before going further it would help to know more about the circumstances.",
    "Opinions differ here, and the matter deserves a closer look.",
    "Let us consider what has been said so far and what it may mean."};
constexpr Sentences kOpenings{"The short answer is that", "In most cases", "As far as is known,",
                              "Broadly speaking,"};
constexpr Sentences kClaims{"it follows from the definition given above",
                            "the simplest of the explanations is the right one",
                            "both conditions have to hold at the same time",
                            "the second step depends on the result of the first"};

std::string_view pick(const Sentences& sentences, Random& random) {
  return sentences[random.below(sentences.size())];
}

}  // namespace

std::string Opinion::explanation() {
  const Sentences& fitting = quality_ > 0.7 ? kGood : quality_ > 0.3 ? kMiddling : kBad;
  return std::string(pick(fitting, random_));
}

std::string Opinion::prose() {
  return std::string(pick(kProse, random_));
}

std::string Opinion::answer() {
  std::string text(pick(kOpenings, random_));
  text += ' ';
  text += pick(kClaims, random_);
  text += ". The result is ";
  text += std::to_string(1 + random_.below(100));
  return text + ".";
}

}  // namespace judge::mock
