#include "grade/json_string.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "grade/json_objects.hpp"

namespace judge {
namespace {

struct Quotes {
  std::string_view open;
  std::array<std::string_view, 2> close;
  bool apostrophe;  // may occur within a word
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

/// Strict JSON's spelling of a lenient string's content.
std::string strict(std::string_view raw) {
  std::string out = "\"";
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char c = raw[at];
    if (c == '\\' && at + 1 < raw.size()) {
      if (raw[++at] != '\'') out += c;
      out += raw[at];
    } else if (c == '"') {
      out += "\\\"";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view digits = "0123456789abcdef";
      out += "\\u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[c & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

}  // namespace

bool is_quote(std::string_view text) {
  return quotes_at(text) != quotes.end();
}

std::optional<QuotedString> quoted_string(std::string_view text, std::size_t at) {
  const auto kind = quotes_at(text.substr(at));
  if (kind == quotes.end()) return std::nullopt;
  const auto begin = at + kind->open.size();
  for (auto end = begin; end < text.size(); ++end) {
    if (text[end] == '\\')
      ++end;
    else if (const auto size = closing_size(text, end, *kind))
      return QuotedString{text.substr(begin, end - begin), end + size};
  }
  return QuotedString{text.substr(std::min(begin, text.size())), text.size() + 1};
}

std::string JsonScalar::text() const {
  if (kind != Kind::string) return std::string(raw);
  const auto value = nlohmann::json::parse(strict(raw), nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace judge
