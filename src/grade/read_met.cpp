#include <array>

#include "grade/read_rubric.hpp"
#include "grade/reading.hpp"
#include "grade/said_met.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 5> json_keys{"met", "criteria_met", "criterion_met",
                                                    "verdict", "answer"};
constexpr std::array<std::string_view, 1> met{"met"};
constexpr std::array keywords{Keyword{"met"},
                              Keyword{"criterion", false, met, true},
                              Keyword{"criteria", false, met, true},
                              Keyword{"verdict"},
                              Keyword{"judgment"},
                              Keyword{"judgement"},
                              Keyword{"decision"},
                              Keyword{"result"},
                              Keyword{"answer", true}};

/// Whatever is no yes and no no.
Said<bool> as_met(const Said<const Choice*>& said, std::string_view text) {
  if (!said) return std::nullopt;
  if (*said) return (**said)->value == 1;
  if (said->error().reason != "unknown_label") return std::unexpected(said->error());
  return std::unexpected(not_a_boolean(text));
}

}  // namespace

VerdictResult read_met(std::string_view text, Family family) {
  const Kind<bool> kind{json_keys, keywords,
                        [](const JsonScalar& value) {
                          return as_met(json_label(value, met_labels(), "verdict"), value.text());
                        },
                        [](std::string_view value, Span span) {
                          return as_met(said_label(value, span, met_labels()), value);
                        }};
  auto reading = read_reply(kind, family, text, "last");
  if (!reading) return std::unexpected(reading.error());
  return Verdict{reading->said, reading->said ? 1.0 : 0.0, std::move(reading->explanation), false};
}

}  // namespace judge
