#include <array>

#include "grade/readings.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 4> json_keys{"choice", "label", "verdict", "grade"};
// "Answer: Paris" is more likely the question's answer than a label nobody knows.
constexpr std::array keywords{Keyword{"grade"},    Keyword{"verdict"},   Keyword{"choice"},
                              Keyword{"judgment"}, Keyword{"judgement"}, Keyword{"answer", true}};

using Label = const Choice*;

}  // namespace

ReadingResult<Label> choice_reading(std::string_view text, std::span<const Choice> choices,
                                    std::string_view conflict, Family family) {
  const Kind<Label> kind{
      json_keys, keywords,
      [=](const JsonScalar& value) { return json_label(value, choices, "choice"); },
      [=](std::string_view value, Span span) { return said_label(value, span, choices); }};
  return read_reply(kind, family, text, conflict);
}

VerdictResult read_choice(std::string_view text, const std::vector<Choice>& choices,
                          std::string_view conflict, Family family) {
  auto reading = choice_reading(text, choices, conflict, family);
  if (!reading) return std::unexpected(reading.error());
  return Verdict{reading->said->label, reading->said->value, std::move(reading->explanation),
                 false};
}

}  // namespace judge
