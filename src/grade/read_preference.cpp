#include "grade/read_preference.hpp"

#include <fmt/format.h>

#include <array>

#include "grade/readings.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 7> json_keys{"winner",  "preference", "preferred", "better",
                                                    "verdict", "choice",     "label"};
constexpr std::array<std::string_view, 7> outputs{"response", "answer", "output", "assistant",
                                                  "model",    "option", "one"};
constexpr std::array keywords{Keyword{"winner"},
                              Keyword{"verdict"},
                              Keyword{"preference"},
                              Keyword{"preferred", false, outputs},
                              Keyword{"better", false, outputs},
                              Keyword{"best", false, outputs, true},
                              Keyword{"winning", false, outputs, true},
                              Keyword{"choice"},
                              Keyword{"decision"},
                              Keyword{"judgment"},
                              Keyword{"judgement"},
                              Keyword{"result"},
                              Keyword{"answer", true}};

std::span<const Choice> labels_of(Family family, SlotCodes codes) {
  if (family == Family::arena_hard) return arena_labels();
  if (family == Family::pandalm) return numbered_labels();
  const bool numbers = codes == SlotCodes::numbers;
  if (family == Family::mt_bench_pair) return numbers ? numbered_labels() : slot_labels();
  return preference_labels(numbers);
}

/// The labels are too many to be listed.
Said<Preferred> as_preference(Said<const Choice*> said, std::string_view text) {
  if (!said) return std::nullopt;
  if (*said) return Preferred(***said);
  auto error = said->error();
  if (error.reason == "unknown_label")
    error.detail =
        fmt::format("\"{}\" names neither A nor B nor a tie.", printable(trim(text), 40));
  return std::unexpected(std::move(error));
}

std::string_view name_of(double value) {
  if (value == 1) return "A";
  return value == 0 ? "B" : "tie";
}

}  // namespace

ReadingResult<Preferred> preference_reading(std::string_view text, std::string_view conflict,
                                            SlotCodes codes, Family family) {
  const auto labels = labels_of(family, codes);
  const Kind<Preferred> kind{json_keys, keywords,
                             [&](const JsonScalar& value) {
                               return as_preference(json_label(value, labels, "winner"),
                                                    value.text());
                             },
                             [&](std::string_view value, Span span) {
                               return as_preference(said_label(value, span, labels), value);
                             }};
  return read_reply(kind, family, text, conflict);
}

VerdictResult read_preference(std::string_view text, std::string_view conflict, SlotCodes codes,
                              Family family) {
  auto reading = preference_reading(text, conflict, codes, family);
  if (!reading) return std::unexpected(reading.error());
  const auto& said = reading->said;
  return Verdict{name_of(said.value), said.value, std::move(reading->explanation),
                 said.degree == Preferred::Degree::strong};
}

Verdict swapped(Verdict preference) {
  preference.score = 1 - preference.score;
  preference.value = name_of(preference.score);
  return preference;
}

}  // namespace judge
