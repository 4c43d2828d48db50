#include <fmt/format.h>

#include <array>

#include "grade/reading.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 4> json_keys{"choice", "label", "verdict", "grade"};
// "Answer: Paris" is more likely the question's answer than a label nobody knows.
constexpr std::array keywords{Keyword{"grade"},    Keyword{"verdict"},   Keyword{"choice"},
                              Keyword{"judgment"}, Keyword{"judgement"}, Keyword{"answer", true}};

using Label = const Choice*;

Said<Label> json_label(const JsonScalar& value, const std::vector<Choice>& choices) {
  using enum JsonScalar::Kind;
  if (value.kind == nested)
    return std::unexpected(
        Unscored{"unknown_label", "The JSON's choice is an object or a list, not a label."});
  const auto text = value.text();
  if (value.kind == word && (text == "null" || text == "None"))
    return std::unexpected(Unscored{"no_verdict", "The judge gave null as its choice."});
  if (auto said = said_label(text, Span::whole, choices)) return said;
  return std::unexpected(
      Unscored{"unknown_label", fmt::format("The JSON's choice is \"{}\".", printable(text, 40))});
}

}  // namespace

VerdictResult read_choice(std::string_view text, const std::vector<Choice>& choices,
                          std::string_view conflict, Family) {
  const Kind<Label> kind{
      json_keys, keywords, [&](const JsonScalar& value) { return json_label(value, choices); },
      [&](std::string_view value, Span span) { return said_label(value, span, choices); }};
  auto reading = read_reply(kind, text, conflict);
  if (!reading) return std::unexpected(reading.error());
  return Verdict{reading->said->label, reading->said->value, std::move(reading->explanation)};
}

}  // namespace judge
