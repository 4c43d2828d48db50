#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "grade/said.hpp"

namespace judge {
namespace {

constexpr std::string_view digits = "0123456789";

bool digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && digits.contains(text[at]);
}

bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool starts_with_digit(std::string_view text) {
  text = without_opening(text);
  return digit_at(text, text.starts_with('-') ? 1 : 0);
}

/// [+-]?(\d+(\.\d+)?|\.\d+), taken off `text`.
std::optional<double> take_number(std::string_view& text) {
  auto rest = text;
  const bool minus = rest.starts_with('-') || rest.starts_with("−");
  if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
  if (rest.starts_with("−")) rest.remove_prefix(std::string_view("−").size());
  auto size = std::min(rest.find_first_not_of(digits), rest.size());
  if (size < rest.size() && rest[size] == '.' && digit_at(rest, size + 1))
    size = std::min(rest.find_first_not_of(digits, size + 1), rest.size());
  double value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + size, value);
  if (size == 0 || error != std::errc() || end != rest.data() + size) return std::nullopt;
  text = rest.substr(size);
  return minus ? -value : value;
}

Said<double> refuse(std::string_view text, std::string_view why) {
  return std::unexpected(
      Unscored{"not_a_number", fmt::format("\"{}\" {}", printable(text, 40), why)});
}

bool says_not_a_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  for (const std::string_view word : {"nan", "inf", "infinity"})
    if (starts_with_ignoring_case(text, word) &&
        (text.size() == word.size() || !ascii_letter(text[word.size()])))
      return true;
  return false;
}

/// 7,5 · 7.5.1 · 70% · 7th · 7+
bool runs_on(std::string_view text) {
  if (text.empty()) return false;
  const char c = text[0];
  return ((c == '.' || c == ',') && digit_at(text, 1)) || ascii_letter(c) || c == '_' || c == '%' ||
         c == '+' || text.starts_with("±");
}

/// 7-8 · 7 to 8 · 7 or 8 · 7, 8 · 3 + 4 · 1 | 2
bool goes_on_with_a_number(std::string_view text) {
  text = without_closing(text);
  for (const std::string_view link : {"-", "–", "—", "~", "|", ",", "+", "to ", "or ", "and ", "±"})
    if (starts_with_ignoring_case(text, link)) return starts_with_digit(text.substr(link.size()));
  return false;
}

bool take(std::string_view& text, std::string_view word) {
  const auto rest = without_opening(text);
  if (!starts_with_ignoring_case(rest, word)) return false;
  text = without_opening(rest.substr(word.size()));
  return true;
}

/// The 10 of 8/10 and "8 out of 10", taken off `text`; nullopt where there is no such word.
std::optional<std::optional<double>> take_denominator(std::string_view& text) {
  auto rest = without_closing(text);
  const bool slash = take(rest, "/");
  if (!slash && !take(rest, "out of ") && !take(rest, "of ")) return std::nullopt;
  const auto value = take_number(rest);
  if (!value && !slash) return std::nullopt;  // "7 of the claims"
  if (value) text = rest;
  return value;
}

}  // namespace

Said<double> said_number(std::string_view text, Span span, double scale_max) {
  auto rest = without_opening(text);
  if (says_not_a_number(rest)) return refuse(trim(text), "is not a number.");
  const auto number = take_number(rest);
  if (!number) return std::nullopt;
  if (runs_on(rest)) return refuse(trim(text), "is not one plain number.");
  if (const auto denominator = take_denominator(rest)) {
    if (!*denominator || runs_on(rest)) return refuse(trim(text), "is not one plain number.");
    if (**denominator != scale_max)
      return std::unexpected(
          Unscored{"out_of_range", fmt::format("\"{}\" is on another scale: this one ends at {}.",
                                               printable(trim(text), 40), scale_max)});
  }
  if (goes_on_with_a_number(rest)) return refuse(trim(text), "is more than one number.");
  if (span == Span::whole) {
    rest = without_closing(rest);
    if (rest.starts_with('.')) rest.remove_prefix(1);
    if (!trim(without_closing(rest)).empty()) return std::nullopt;
  }
  return *number;
}

nlohmann::json number_json(double number) {
  constexpr double largest_exact = 9007199254740992;  // 2^53
  if (std::trunc(number) == number && std::abs(number) <= largest_exact)
    return static_cast<std::int64_t>(number);
  return number;
}

}  // namespace judge
