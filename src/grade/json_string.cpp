#include "grade/json_string.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/text.hpp"
#include "grade/json_objects.hpp"

namespace judge {
namespace {

struct Quotes {
  std::string_view open;
  std::array<std::string_view, 2> close;  // both of the same first byte
  bool apostrophe;                        // may occur within a word
};

constexpr std::array quotes{Quotes{"\"", {"\"", "\""}, false}, Quotes{"'", {"'", "'"}, true},
                            Quotes{"“", {"”", "“"}, false},    Quotes{"”", {"”", "“"}, false},
                            Quotes{"„", {"“", "”"}, false},    Quotes{"‘", {"’", "‘"}, true},
                            Quotes{"’", {"’", "‘"}, true}};

auto quotes_at(std::string_view text) {
  return std::ranges::find_if(quotes, [&](const auto& q) { return text.starts_with(q.open); });
}

/// What follows a string in JSON, as against an apostrophe.
bool at_token_end(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \t\r\n", at);
  return at == std::string_view::npos || std::string_view(",:}]").contains(text[at]);
}

std::size_t closing_size(std::string_view text, std::size_t at, const Quotes& kind) {
  const auto rest = text.substr(at);
  for (const auto close : kind.close)
    if (rest.starts_with(close))
      return !kind.apostrophe || at_token_end(text, at + close.size()) ? close.size() : 0;
  return 0;
}

/// Takes XXXX off the text behind \u.
std::optional<char32_t> take_unit(std::string_view& text) {
  constexpr std::size_t digits = 4;
  std::uint16_t unit = 0;
  const auto* const last = text.data() + std::min(digits, text.size());
  const auto [end, error] = std::from_chars(text.data(), last, unit, 16);
  if (text.size() < digits || error != std::errc() || end != last) return std::nullopt;
  text.remove_prefix(digits);
  return unit;
}

/// The same where two of them may be one character's.
std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto high = take_unit(text);
  if (!high || *high < 0xD800 || *high > 0xDFFF) return high;
  if (*high > 0xDBFF || !text.starts_with("\\u")) return std::nullopt;
  text.remove_prefix(2);
  const auto low = take_unit(text);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
  return 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00);
}

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&out](char32_t bits) { out += static_cast<char>(bits); };
  const auto rest = [&](unsigned shift) { byte(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6));
  } else {
    if (c < 0x10000) {
      byte(0xE0 | (c >> 12));
    } else {
      byte(0xF0 | (c >> 18));
      rest(12);
    }
    rest(6);
  }
  rest(0);
}

/// Takes an escape off the text behind its backslash; false where it is none of JSON's. That an
/// apostrophe is escaped is Python's way.
bool take_escape(std::string_view& text, std::string& out) {
  constexpr std::string_view letters = "\"\\/'bfnrt", meant = "\"\\/'\b\f\n\r\t";
  if (text.empty()) return false;
  const char letter = text.front();
  text.remove_prefix(1);
  if (letter == 'u') {
    const auto c = take_code_point(text);
    if (c) append_utf8(out, *c);
    return c.has_value();
  }
  const auto at = letters.find(letter);
  if (at == std::string_view::npos) return false;
  out += meant[at];
  return true;
}

/// Line breaks and quotation marks that JSON would have escaped are taken as they are.
std::optional<std::string> unescaped(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (;;) {
    const auto at = std::min(raw.find('\\'), raw.size());
    out += raw.substr(0, at);
    if (at == raw.size()) return out;
    raw.remove_prefix(at + 1);
    if (!take_escape(raw, out)) return std::nullopt;
  }
}

}  // namespace

bool is_quote(std::string_view text) {
  return quotes_at(text) != quotes.end();
}

std::optional<QuotedString> quoted_string(std::string_view text, std::size_t at) {
  const auto kind = quotes_at(text.substr(at));
  if (kind == quotes.end()) return std::nullopt;
  const auto begin = at + kind->open.size();
  const char first = kind->close[0].front();
  for (auto end = begin; end < text.size(); ++end) {
    if (text[end] == '\\')
      ++end;
    else if (const auto size = text[end] == first ? closing_size(text, end, *kind) : 0)
      return QuotedString{text.substr(begin, end - begin), end + size};
  }
  return QuotedString{text.substr(std::min(begin, text.size())), text.size() + 1};
}

std::string JsonScalar::text() const {
  if (kind != Kind::string) return std::string(raw);
  auto text = unescaped(raw);
  return text && !invalid_utf8(*text) ? *std::move(text) : std::string();
}

}  // namespace judge
