// What the mock says, in place of a language model.
#include <array>
#include <cmath>

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
constexpr Sentences kFirst{
    "The first answer is more accurate and more complete than the second.",
    "The first answer deals with what was asked; the second leaves a part of it out.",
    "Both address the question, but the reasoning of the first is sounder.",
    "The second answer is vaguer and contains a mistake that the first avoids."};
constexpr Sentences kSecond{
    "The second answer is more accurate and more complete than the first.",
    "The second answer deals with what was asked; the first leaves a part of it out.",
    "Both address the question, but the reasoning of the second is sounder.",
    "The first answer is vaguer and contains a mistake that the second avoids."};
constexpr Sentences kEven{"The two answers say much the same and are of equal quality.",
                          "Each has a strength that the other lacks; on balance they are level.",
                          "The answers differ in wording only.",
                          "No difference between the two matters to the user."};
constexpr Sentences kMet{"The answer does this, and says so clearly.",
                         "This is there in so many words.",
                         "The relevant passage is easy to find in the answer.",
                         "The answer shows this in its main part."};
constexpr Sentences kUnmet{"The answer does not do this.", "Nothing in the answer shows this.",
                           "The answer only touches on it and stops short.",
                           "One would have to read this into the answer."};
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
  if (preference_) {
    const bool even = std::abs(*preference_) <= kTie;
    return std::string(pick(even ? kEven : *preference_ > 0 ? kFirst : kSecond, random_));
  }
  const Sentences& fitting = quality_ > 0.7 ? kGood : quality_ > 0.3 ? kMiddling : kBad;
  return std::string(pick(fitting, random_));
}

std::string Opinion::explanation_of_met(bool is_met) {
  return std::string(pick(is_met ? kMet : kUnmet, random_));
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
