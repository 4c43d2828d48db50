#include <fmt/format.h>

#include <array>
#include <charconv>

#include "grade/readings.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 1> json_keys{"score"};
constexpr std::array keywords{Keyword{"score"}, Keyword{"rating"}, Keyword{"grade"}};

Said<double> refuse(const JsonScalar& value) {
  if (value.kind == JsonScalar::Kind::nested)
    return std::unexpected(
        Unscored{"not_a_number", "The JSON's score is an object or a list, not a number."});
  return std::unexpected(
      Unscored{"not_a_number", fmt::format("The JSON's score is {}.", printable(value.raw, 40))});
}

bool is_null(const JsonScalar& value) {
  const auto word = lower(value.raw);
  return value.kind == JsonScalar::Kind::word && (word == "null" || word == "none");
}

Said<double> json_number(const JsonScalar& value, double scale_max) {
  if (is_null(value))
    return std::unexpected(Unscored{"no_verdict", "The judge gave null as its score."});
  if (value.kind == JsonScalar::Kind::string) {
    const auto said = said_number(value.text(), Span::whole, scale_max);
    return said ? said : refuse(value);
  }
  if (value.kind != JsonScalar::Kind::number) return refuse(value);
  double number = 0;
  const auto digits = value.raw.starts_with('+') ? value.raw.substr(1) : value.raw;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end()) return refuse(value);
  return number;
}

}  // namespace

ReadingResult<double> score_reading(std::string_view text, double scale_min, double scale_max,
                                    Family family) {
  const Kind<double> kind{
      json_keys, keywords, [=](const JsonScalar& value) { return json_number(value, scale_max); },
      [=](std::string_view value, Span span) { return said_number(value, span, scale_max); }};
  auto reading = read_reply(kind, family, text, "last");
  if (reading && !(reading->said >= scale_min && reading->said <= scale_max))
    return std::unexpected(
        Unscored{"out_of_range",
                 fmt::format("{} is not between {} and {}.", reading->said, scale_min, scale_max)});
  return reading;
}

VerdictResult read_score(std::string_view text, double scale_min, double scale_max, Family family) {
  auto reading = score_reading(text, scale_min, scale_max, family);
  if (!reading) return std::unexpected(reading.error());
  return Verdict{number_json(reading->said), reading->said, std::move(reading->explanation), false};
}

}  // namespace judge
