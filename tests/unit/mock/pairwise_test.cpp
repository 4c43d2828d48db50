// Pairs: the answers count, not the places they are shown in.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "mock/schema.hpp"
#include "unit/mock/judge_prompts.hpp"

using namespace judge::mock;
using namespace judge::mock::test;

namespace {

constexpr int kPairs = 1000;

const char* const kWinnerSchema =
    R"(,"response_format":{"type":"json_schema","json_schema":{"name":"verdict","schema":)"
    R"({"type":"object","properties":{"explanation":{"type":"string"},)"
    R"("winner":{"type":"string","enum":["A","B","tie"]}}}}})";

std::string json_winner(const std::string& content) {
  return Json::parse(content)["winner"].get<std::string>();
}

std::string in_brackets(const std::string& content) {
  return between(content, "[[", "]]");
}

std::string by_schema(const Pair& pair, const Manner& manner) {
  return json_winner(said_to(pair_prompt(pair), manner, kWinnerSchema));
}

std::string by_words(const Pair& pair, const Manner& manner) {
  return json_winner(said_to(pair_prompt(pair), manner));
}

std::string by_brackets(const Pair& pair, const Manner& manner) {
  return in_brackets(said_to(mt_bench_prompt(pair), manner));
}

std::string by_conversation(const Pair& pair, const Manner& manner) {
  return in_brackets(said_to(mt_bench_conversation(pair), manner));
}

std::string by_arena(const Pair& pair, const Manner& manner) {
  return in_brackets(said_to(arena_hard_prompt(pair), manner));
}

/// 1 where the first wins, -1 where the second does.
int side(const std::string& label) {
  if (label == "tie" || label == "C" || label == "A=B") return 0;
  return label.starts_with('A') ? 1 : -1;
}

struct Shares {
  double agree = 0, first = 0, both_first = 0, ties = 0;
};

Shares shares_of(auto judge, double position_bias) {
  const Manner manner{.temper = {.taste = 3, .position_bias = position_bias}};
  Shares shares;
  for (int i = 0; i < kPairs; ++i) {
    const Pair pair{essay(2 * i), essay(2 * i + 1)};
    const int one = side(judge(pair, manner));
    const int other = side(judge({pair.b, pair.a}, manner));
    shares.agree += (one == -other) / double{kPairs};
    shares.both_first += (one == 1 && other == 1) / double{kPairs};
    shares.first += ((one == 1) + (other == 1)) / (2.0 * kPairs);
    shares.ties += ((one == 0) + (other == 0)) / (2.0 * kPairs);
  }
  return shares;
}

}  // namespace

TEST_CASE("both orders of a pair mostly agree, in whatever form the verdict is asked for") {
  for (const auto judge : {by_schema, by_words, by_brackets, by_conversation, by_arena}) {
    const auto shares = shares_of(judge, 0);
    CHECK(shares.agree > 0.9);
    CHECK(shares.both_first < 0.01);
    CHECK(shares.ties > 0.05);
    CHECK(shares.ties < 0.25);
    CHECK(shares.first == doctest::Approx((1 - shares.ties) / 2).epsilon(0.05));
  }
}

TEST_CASE("the first place wins both orders in the share of pairs that the bias says") {
  const auto biased = shares_of(by_schema, 0.2);
  CHECK(biased.both_first == doctest::Approx(0.2).epsilon(0.15));
  CHECK(biased.agree == doctest::Approx(0.8).epsilon(0.1));
  CHECK(shares_of(by_words, 1).both_first > 0.999);
}

TEST_CASE("an answer beats another in every form alike, and itself in none") {
  const Manner manner{.temper = {.taste = 3}};
  int alike = 0;
  for (int i = 0; i < 200; ++i) {
    const Pair pair{essay(i), essay(i + 1000)};
    const int one = side(by_schema(pair, manner));
    alike += one == side(by_words(pair, manner)) && one == side(by_brackets(pair, manner)) &&
             one == side(by_arena(pair, manner));
    CHECK(side(by_schema({pair.a, pair.a}, manner)) == 0);
  }
  CHECK(alike > 160);
}

TEST_CASE("two judges agree more often than by chance, but not always") {
  int agree = 0;
  for (int i = 0; i < 500; ++i) {
    const Pair pair{essay(i), essay(i + 1000)};
    agree += side(by_schema(pair, {.temper = {.taste = 1}})) ==
             side(by_schema(pair, {.temper = {.taste = 2}}));
  }
  CHECK(agree > 280);
  CHECK(agree < 450);
}

TEST_CASE("Arena-Hard's labels are all in use, strong ones for great differences") {
  std::map<std::string, int> seen;
  for (int i = 0; i < 500; ++i) ++seen[by_arena({essay(i), essay(i + 1000)}, {})];
  CHECK(seen.size() == 5);
  CHECK(seen["A>B"] > seen["A>>B"]);
}

TEST_CASE("with a reference the answer nearer to it wins, wherever it stands") {
  const auto prompt = [](const std::string& a, const std::string& b) {
    return "<reference>Light is seen before thunder is heard.</reference>\n" + pair_prompt({a, b});
  };
  const std::string right = "Light is seen, then thunder is heard.", wrong = "Nobody can tell.";
  CHECK(json_winner(said_to(prompt(right, wrong))) == "A");
  CHECK(json_winner(said_to(prompt(wrong, right))) == "B");
}

TEST_CASE("the explanation of a pair fits its verdict") {
  for (int i = 0; i < 100; ++i) {
    const auto verdict =
        Json::parse(said_to(pair_prompt({essay(i), essay(i + 1000)}), {}, kWinnerSchema));
    const std::string why = verdict["explanation"];
    CAPTURE(verdict.dump());
    if (verdict["winner"] == "A") CHECK(why.contains("first"));
    if (verdict["winner"] == "B") CHECK(why.contains("second"));
    if (verdict["winner"] == "tie") CHECK_FALSE(why.contains("more accurate"));
  }
}
