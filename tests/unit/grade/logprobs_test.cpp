#include "grade/logprobs.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace judge;
using doctest::Approx;

namespace {

struct Likely {
  std::string token;
  double p;
};

/// The first of `likely` is what the answer says.
AnswerToken token(const std::vector<Likely>& likely) {
  AnswerToken token{likely[0].token, std::log(likely[0].p), {}};
  for (const auto& one : likely) token.top.push_back({one.token, std::log(one.p)});
  return token;
}

std::vector<AnswerToken> certain(const std::vector<std::string>& words) {
  std::vector<AnswerToken> tokens;
  tokens.reserve(words.size());
  for (const auto& word : words) tokens.push_back(token({{word, 1.0}}));
  return tokens;
}

std::vector<AnswerToken> operator+(std::vector<AnswerToken> some,
                                   const std::vector<AnswerToken>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

const std::vector<double> five{1, 2, 3, 4, 5};
const std::vector<double> ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
const AnswerToken four = token({{"4", 0.6}, {"5", 0.3}, {"3", 0.05}, {"The", 0.05}});

std::string reason(const ExpectedResult& result) {
  return result ? "" : result.error().reason;
}

void check(const ExpectedResult& result, double value, double coverage, double ambiguous = 0) {
  REQUIRE_MESSAGE(result, reason(result));
  CHECK(result->value == Approx(value));
  CHECK(result->coverage == Approx(coverage));
  CHECK(result->ambiguous == Approx(ambiguous));
}

}  // namespace

TEST_CASE("an expected score weighs the likely tokens by their probability, renormalised") {
  // (4·0.6 + 5·0.3 + 3·0.05) / 0.95
  check(expected_score(std::vector{four}, five), 4.05 / 0.95, 0.95);
  check(expected_score(certain({"Score", ":", " "}) + std::vector{four}, five), 4.05 / 0.95, 0.95);
}

TEST_CASE("the score is looked for where the verdict is, not in reasons or denominators") {
  const auto expected = 4.05 / 0.95;
  const auto seen = [&](const std::vector<AnswerToken>& tokens, std::size_t at) {
    const auto result = expected_score(tokens, five);
    check(result, expected, 0.95);
    CHECK(result->token == at);
  };
  seen(certain({"{\"", "score", "\":", " "}) + std::vector{four} +
           certain({",", " \"", "explanation", "\":", " \"", "2", " of ", "3", "\"}"}),
       4);
  seen(certain({"I ", "see ", "2", " errors.", "\nScore: "}) + std::vector{four} +
           certain({"/", "5"}),
       5);
  seen(certain({"<think>", "3", "?</think>", "\n"}) + std::vector{four}, 4);
  seen(certain({"[[", "2", "]] ", "no, ", "[["}) + std::vector{four} + certain({"]]"}), 5);
}

TEST_CASE("tokens of one score add up, spaces and marks beside it do not matter") {
  check(expected_score(std::vector{token({{" 4", 0.5}, {"4", 0.2}, {"\"4", 0.1}, {" 2", 0.2}})},
                       five),
        3.6, 1.0);
  check(expected_score(certain({"[["}) + std::vector{token({{"4]]", 0.5}, {"5", 0.5}})}, five), 4.5,
        1.0);
  check(expected_score(std::vector{token({{"4", 0.5}, {"▁4", 0.5}})}, five), 4, 1);
}

TEST_CASE("ten as one token leaves one alone") {
  check(expected_score(std::vector{token({{"10", 0.5}, {"1", 0.25}, {"9", 0.25}})}, ten), 7.5, 1);
}

TEST_CASE("ten in two tokens shares what its first token had by what may follow") {
  const auto one = token({{"1", 0.8}, {"9", 0.2}});
  const auto nought = token({{"0", 0.75}, {"}", 0.25}});
  // 10: 0.8·0.75, 1: 0.8·0.25, 9: 0.2
  check(expected_score(std::vector{one, nought}, ten), 6 + 0.2 + 1.8, 1.0);
  const auto end = token({{"}", 0.25}, {"0", 0.75}});
  check(expected_score(certain({"{\"score\": "}) + std::vector{one, end}, ten), 8.0, 1.0);
  check(expected_score(std::vector{one}, ten), 0.8 + 1.8, 1.0);
}

TEST_CASE("a one that may have become a ten is left out and reported") {
  check(expected_score(std::vector{token({{"9", 0.6}, {"1", 0.3}, {"8", 0.1}})}, ten),
        (5.4 + 0.8) / 0.7, 0.7, 0.3);
}

TEST_CASE("halves and negative scores take several tokens") {
  const std::vector<double> halves{0, 0.5, 1};
  check(expected_score(
            std::vector{token({{"0", 0.9}, {"1", 0.1}}), token({{".", 1.0}}), token({{"5", 1.0}})},
            halves),
        (0.45 + 0.1), 1.0);
  const std::vector<double> around{-1, 0, 1};
  check(expected_score(std::vector{token({{"-", 0.5}, {"0", 0.5}}), token({{"1", 1.0}})}, around),
        -0.5, 1.0);
}

TEST_CASE("an answer without tokens, verdict or valid score has no expected score") {
  CHECK(reason(expected_score({}, five)) == "no_logprobs");
  CHECK(reason(expected_score(certain({"I", " cannot", " score", " 2"}), five)) ==
        "no_score_token");
  CHECK(reason(expected_score(certain({"9"}), five)) == "no_score_token");
  CHECK(reason(expected_score(certain({"<think>", "4"}), five)) == "no_score_token");
  CHECK(reason(expected_score(certain({"4"}), {})) == "no_score_token");
  auto broken = token({{"4", 1.0}});
  broken.logprob = std::nan("");
  CHECK(reason(expected_score(std::vector{broken}, five)) == "no_score_token");
}

TEST_CASE("probabilities above one, or far below the least double, do no harm") {
  auto sure = token({{"4", 1.0}});
  sure.logprob = 1e-6;
  check(expected_score(std::vector{sure}, five), 4, 1);
  auto odd = token({{"4", 0.5}});
  odd.top.push_back({"5", -9999});
  check(expected_score(std::vector{odd}, five), 4, 0.5);
}

TEST_CASE("a label is expected by its value, also one of several tokens") {
  const std::vector<Choice> grades{{"CORRECT", 1}, {"PARTIAL", 0.5}, {"INCORRECT", 0}};
  const auto cor = token({{" COR", 0.7}, {" INC", 0.2}, {" PART", 0.1}});
  check(expected_choice(certain({"GRADE", ":"}) + std::vector{cor} + certain({"RECT"}), grades),
        0.75, 1.0);
  const std::vector<Choice> letters{{"C", 1}, {"I", 0}};
  check(expected_choice(std::vector{token({{"C", 0.6}, {"I", 0.2}, {"P", 0.2}})}, letters), 0.75,
        0.8);
}

TEST_CASE("a preference is the probability of slot A, a tie half") {
  const auto pick = token({{"B", 0.5}, {"A", 0.3}, {"C", 0.2}});
  check(expected_preference(certain({"Reasons.", " [["}) + std::vector{pick} + certain({"]]"})),
        0.4, 1.0);
  const auto spaced = token({{" A", 0.8}, {" B", 0.2}});
  check(expected_preference(certain({"Winner: ", "Assistant"}) + std::vector{spaced}), 0.8, 1.0);
  const auto sign = token({{">>", 0.5}, {">", 0.25}, {"=", 0.25}});
  check(expected_preference(certain({"[[", "A"}) + std::vector{sign} + certain({"B", "]]"})), 0.875,
        1.0);
}

TEST_CASE("two logprobs make a preference; a missing one counts nothing") {
  check(preference_from_logprobs(std::log(0.6), std::log(0.2)), 0.75, 0.8);
  check(preference_from_logprobs(std::log(0.6), std::nullopt), 1, 0.6);
  check(preference_from_logprobs(std::nullopt, std::log(0.2)), 0, 0.2);
  check(preference_from_logprobs(-5000, -5001), 1 / (1 + std::exp(-1)), 0);
  CHECK(reason(preference_from_logprobs(std::nullopt, std::nullopt)) == "no_logprobs");
  CHECK(reason(preference_from_logprobs(std::nullopt, -HUGE_VAL)) == "no_logprobs");
}
