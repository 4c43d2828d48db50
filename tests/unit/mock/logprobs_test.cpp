#include "mock/logprobs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "mock/schema.hpp"
#include "mock/tokens.hpp"
#include "unit/mock/judge_prompts.hpp"

using namespace judge::mock;
using namespace judge::mock::test;

namespace {

std::string score_prompt(int number, const std::string& scale) {
  return fmt::format(
      "<output>{}</output>\nRate it on the scale from {}: {{\"explanation\": \"...\", \"score\": "
      "NUMBER}}",
      essay(number), scale);
}

std::vector<TokenPlace> places_of(const std::string& prompt, std::size_t top = 20) {
  const auto answer = answer_of(request_of(prompt));
  return token_places(answer.content, answer.ballots, top, 1);
}

std::string text_of(const std::vector<TokenPlace>& places) {
  std::string text;
  for (const auto& place : places) text += place.said.token;
  return text;
}

/// The place that begins right behind the last of `lead`.
TokenPlace place_behind(const std::vector<TokenPlace>& places, const std::string& lead) {
  const auto wanted = text_of(places).rfind(lead) + lead.size();
  std::size_t at = 0;
  for (const auto& place : places) {
    if (at == wanted) return place;
    at += place.said.token.size();
  }
  FAIL("no token begins behind " << lead);
  return places.back();
}

std::map<std::string, double> shares_of(const TokenPlace& place) {
  std::map<std::string, double> shares;
  for (const auto& entry : place.likeliest) shares[entry.token] = entry.share;
  return shares;
}

}  // namespace

TEST_CASE("tokens are words with the space before them, numbers of three digits and marks") {
  using Tokens = std::vector<std::string_view>;
  CHECK(split_tokens("Rating: [[10]]") == Tokens{"Rating", ":", " [[", "10", "]]"});
  CHECK(split_tokens(R"({"score":7,"n":"A"})") ==
        Tokens{"{\"", "score", "\":", "7", ",\"", "n", "\":\"", "A", "\"}"});
  CHECK(split_tokens("a  bc\n\n12345 é") == Tokens{"a", " ", " bc", "\n\n", "123", "45", " é"});
  CHECK(split_tokens("").empty());
}

TEST_CASE("the tokens make the answer, each among the likeliest in its place, which sum to one") {
  for (int i = 0; i < 20; ++i) {
    const auto answer = answer_of(request_of(score_prompt(i, "1 to 10")));
    const auto places = token_places(answer.content, answer.ballots, 20, 1);
    CHECK(text_of(places) == answer.content);
    for (const auto& place : places) {
      REQUIRE(place.likeliest.size() == 20);
      CHECK(place.likeliest[0].token == place.said.token);
      double sum = 0, before = 1;
      for (const auto& entry : place.likeliest) {
        CHECK(entry.share <= before);
        sum += before = entry.share;
      }
      CHECK(sum <= 1 + 1e-6);
      CHECK(sum > 0.99);
    }
  }
}

TEST_CASE("a score's token has the scale's numbers beside it, the nearest the likeliest") {
  bool ten = false;
  for (int i = 0; i < 60; ++i) {
    const auto& place = place_behind(places_of(score_prompt(i, "1 to 10")), "\"score\":");
    const auto shares = shares_of(place);
    double valid = 0, expected = 0;
    for (int score = 1; score <= 10; ++score) {
      const double share = shares.at(std::to_string(score));
      valid += share;
      expected += score * share;
    }
    CHECK(valid > 0.94);
    CHECK(valid < 1);
    CHECK(expected / valid == doctest::Approx(std::stod(place.said.token)).epsilon(0.6));
    CHECK(std::abs(expected / valid - std::stod(place.said.token)) < 0.7);
    ten = ten || place.said.token == "10";
  }
  CHECK(ten);
}

TEST_CASE("preferences are told at the letter, and label by label where they begin alike") {
  for (int i = 0; i < 30; ++i) {
    const Pair pair{essay(i), essay(i + 1000)};
    const auto winner = shares_of(place_behind(places_of(pair_prompt(pair)), "\"winner\":\""));
    CHECK(winner.at("A") + winner.at("B") + winner.at("tie") > 0.94);
    const auto arena = places_of(arena_hard_prompt(pair));
    const auto letter = place_behind(arena, "[[");
    const auto first = shares_of(letter);
    CHECK(first.at("A") + first.at("B") > 0.94);
    const auto second = shares_of(place_behind(arena, "[[" + letter.said.token));
    CHECK(second.at(">>") + second.at(">") + (letter.said.token == "A" ? second.at("=") : 0) >
          0.94);
  }
}

TEST_CASE("labels, ratings, grades and results have their alternatives too") {
  const std::string output = "<output>Some text.</output>\n";
  const auto behind = [&](const std::string& asks, const std::string& lead) {
    return shares_of(place_behind(places_of(output + asks), lead));
  };
  const auto label = behind("{\"label\": \"correct\" | \"incorrect\"}", "\"label\":\"");
  CHECK(label.at("correct") + label.at("incorrect") > 0.94);
  const auto rating = behind("on a scale of 1 to 10 as \"[[rating]]\"", "[[");
  CHECK(rating.contains("1"));
  CHECK(rating.contains("10"));
  CHECK(behind("End with GRADE: 'C' or 'I'.", "GRADE:").contains(" I"));
  CHECK(behind("[RESULT] (an integer)", "[RESULT] ").contains("5"));
  const auto met = behind("<criteria>1. Is short.</criteria>{\"met\": MET}", "\"met\":");
  CHECK(met.at("true") + met.at("false") > 0.94);
}

TEST_CASE("numbers that begin alike share their first token") {
  const auto places = places_of(score_prompt(4, "1000 to 1009"));
  const auto& thousands = place_behind(places, "\"score\":");
  CHECK(thousands.said.token == "100");
  const auto last = shares_of(place_behind(places, "\"score\":100"));
  double valid = 0;
  for (int digit = 0; digit <= 9; ++digit) valid += last.at(std::to_string(digit));
  CHECK(valid > 0.94);
}

TEST_CASE("logprobs come where they are asked for, as many as are, in OpenAI's form") {
  const auto complete = [](std::string_view further) {
    const auto request = request_of(score_prompt(1, "1 to 5"), further);
    const auto text = judge::mock::openai_chat().body(request, answer_of(request), {7, 0});
    return Json::parse(text)["choices"][0];
  };
  CHECK(complete("")["logprobs"].is_null());
  CHECK(complete(R"(,"logprobs":false)")["logprobs"].is_null());
  const auto choice = complete(R"(,"logprobs":true,"top_logprobs":3)");
  std::string text;
  for (const auto& entry : choice["logprobs"]["content"]) {
    text += entry["token"].get<std::string>();
    CHECK(entry["logprob"] <= 0);
    CHECK(entry["bytes"].size() == entry["token"].get<std::string>().size());
    CHECK(entry["top_logprobs"].size() == 3);
  }
  CHECK(choice["message"]["content"] == text);
  CHECK(choice["logprobs"]["refusal"].is_null());
  for (const auto& entry : complete(R"(,"logprobs":true)")["logprobs"]["content"])
    CHECK(entry["top_logprobs"].empty());
}

TEST_CASE("an answer cut in its verdict has tokens all the same") {
  const auto answer = answer_of(request_of(score_prompt(1, "1 to 10"), R"(,"max_tokens":5)"));
  CHECK(answer.finish == Answer::Finish::length);
  CHECK(text_of(token_places(answer.content, answer.ballots, 5, 1)) == answer.content);
  CHECK(token_places("", {}, 5, 1).empty());
}
