#include <algorithm>
#include <array>
#include <cmath>

#include "fuzz/property.hpp"
#include "grade/logprobs.hpp"
#include "grade/read_as.hpp"

namespace judge::test {
namespace {

const std::array<AskedFor, 6>& asked() {
  static const std::array<AskedFor, 6> all{
      ScoreAsked{1, 10},
      ChoiceAsked{{{"C", 1}, {"P", 0.5}, {"I", 0}}, "null"},
      PreferenceAsked{"last", SlotCodes::letters},
      PreferenceAsked{"first", SlotCodes::numbers},
      MetAsked{},
      RubricAsked{3},
  };
  return all;
}

bool same_verdict(const VerdictResult& a, const VerdictResult& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->value == b->value && a->score == b->score && a->strong == b->strong &&
         a->explanation == b->explanation;
}

bool same(const VerdictResult& a, const VerdictResult& b) {
  return same_verdict(a, b) && (a || a.error().reason == b.error().reason);
}

bool known_reason(const std::string& reason) {
  constexpr std::array<std::string_view, 9> reasons{
      "empty",         "truncated",     "no_verdict",        "not_a_number", "out_of_range",
      "unknown_label", "not_a_boolean", "missing_criterion", "conflict"};
  return std::ranges::find(reasons, reason) != reasons.end();
}

bool in_range(const VerdictResult& verdict, const AskedFor& asked) {
  if (!verdict) return known_reason(verdict.error().reason) && !verdict.error().detail.empty();
  const bool scored = std::holds_alternative<ScoreAsked>(asked);
  return verdict->score >= (scored ? 1 : 0) && verdict->score <= (scored ? 10 : 1);
}

struct LastWord {
  Family family;
  std::string_view text;
  AskedFor asked;
  double score;
};

const std::array<LastWord, 9>& last_words() {
  static const std::array<LastWord, 9> all{{
      {Family::automatic, "{\"score\": 3}", ScoreAsked{1, 10}, 3},
      {Family::automatic, "{\"winner\": \"B\"}", PreferenceAsked{}, 0},
      {Family::json, "{\"met\": false}", MetAsked{}, 0},
      {Family::json, "{\"met\": [true]}", RubricAsked{1}, 1},
      {Family::mt_bench, "[[3]]", ScoreAsked{1, 10}, 3},
      {Family::mt_bench_pair, "[[B]]", PreferenceAsked{}, 0},
      {Family::arena_hard, "[[B>>A]]", PreferenceAsked{}, 0},
      {Family::prometheus, "[RESULT] 3", ScoreAsked{1, 5}, 3},
      {Family::inspect, "GRADE: C", ChoiceAsked{{{"C", 1}, {"I", 0}}, "last"}, 1},
  }};
  return all;
}

/// What a judge adds on a line of its own counts. Neither thoughts nor braces may be open there.
bool last_word_wins(const std::string& text) {
  if (text.find_first_of("{<") != std::string::npos) return true;
  return std::ranges::all_of(last_words(), [&](const auto& word) {
    const auto whole = text + "\n\n" + std::string(word.text);
    const auto verdict = read_as(word.family, word.asked, whole);
    return verdict && verdict->score == word.score;
  });
}

bool tokens_are_sound(const std::string& text) {
  std::vector<AnswerToken> tokens;
  for (std::size_t at = 0; at < text.size(); at += 3) {
    const auto piece = text.substr(at, 3);
    tokens.push_back({piece, -0.5, {{piece, -0.5}, {"1", -2}, {"10", -3}, {"B", -4}, {"", -5}}});
  }
  const std::vector<double> valid{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const auto sound = [](const ExpectedResult& result, double low, double high) {
    return !result || (result->value >= low - 1e-9 && result->value <= high + 1e-9 &&
                       result->coverage > 0 && result->coverage <= 1);
  };
  return sound(expected_score(tokens, valid), 1, 10) && sound(expected_preference(tokens), 0, 1) &&
         sound(expected_choice(tokens, {{"C", 1}, {"I", 0}}), 0, 1);
}

}  // namespace

std::string broken_property(std::string_view view) {
  const std::string text(view);
  for (const auto& family : families())
    for (const auto& one : asked()) {
      if (!holds(family.family, static_cast<Asked>(one.index()))) continue;
      const auto verdict = read_as(family.family, one, text);
      const auto where = std::string(family.name) + " " + std::to_string(one.index());
      if (!in_range(verdict, one)) return where + ": never out of range, reasons known";
      if (family.family == Family::automatic && !same(verdict, read_as(family.family, one, text)))
        return where + ": twice the same";
      if (!same_verdict(verdict, read_as(family.family, one, text + "\n")))
        return where + ": a line break at the end changes no verdict";
    }
  if (!last_word_wins(text)) return "the judge's own last word wins";
  if (!tokens_are_sound(text)) return "expected values lie between those expected";
  return "";
}

}  // namespace judge::test
