#include "mock/scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace judge::mock {
namespace {

constexpr std::array<std::string_view, 8> kSeparators{" to ", " and ", ", ", "..",
                                                      "–",    "—",     "-",  " - "};
constexpr std::array<std::string_view, 8> kAnnouncements{"scale", "from",  "between", "score",
                                                         "rat",   "range", "number",  "integer"};
constexpr std::array<std::string_view, 5> kOtherUnits{"sentence", "word", "paragraph", "line",
                                                      "point"};
constexpr std::size_t kAnnouncedWithin = 32;  // characters before the scale

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes a number off the front of `text`.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [stop, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

/// The scale whose lower bound begins at `text`, which is left behind it.
std::optional<Scale> take_scale(std::string_view& text) {
  const auto low = take_number(text);
  if (!low) return std::nullopt;
  const auto separator = std::ranges::find_if(
      kSeparators, [text](std::string_view known) { return text.starts_with(known); });
  if (separator == kSeparators.end()) return std::nullopt;
  text.remove_prefix(separator->size());
  const auto high = take_number(text);
  if (!high || *high <= *low) return std::nullopt;
  return Scale{*low, *high};
}

bool contains_any(std::string_view text, const auto& words) {
  const std::string folded = lower(text);
  return std::ranges::any_of(words, [&](std::string_view word) { return folded.contains(word); });
}

}  // namespace

bool Scale::whole() const {
  return std::floor(low) == low && std::floor(high) == high && high - low >= 2;
}

double Scale::at(double quality) const {
  const double exact = low + std::clamp(quality, 0.0, 1.0) * (high - low);
  const double rounded = whole() ? std::round(exact) : std::round(exact * 100) / 100;
  return std::clamp(rounded, low, high);
}

std::string show_number(double value) {
  return fmt::format("{:.6g}", value);
}

std::optional<Scale> find_scale(std::string_view instructions) {
  for (std::size_t at = 0; at < instructions.size(); ++at) {
    if (!digit(instructions[at])) continue;
    const std::size_t begin = at > 0 && instructions[at - 1] == '-' ? at - 1 : at;
    std::string_view rest = instructions.substr(begin);
    const auto scale = take_scale(rest);
    const std::size_t from = begin - std::min(begin, kAnnouncedWithin);
    if (scale && contains_any(instructions.substr(from, begin - from), kAnnouncements) &&
        !contains_any(rest.substr(0, 12), kOtherUnits))
      return scale;
    while (at + 1 < instructions.size() &&
           (digit(instructions[at + 1]) || instructions[at + 1] == '.'))
      ++at;
  }
  return std::nullopt;
}

}  // namespace judge::mock
