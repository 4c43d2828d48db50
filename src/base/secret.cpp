#include "base/secret.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

// A secret is looked for as it stands; with characters escaped as JSON (at any depth of quoting),
// URLs or HTML escape them; in base64, whatever it was encoded together with; and where the text
// was cut off within it, its beginning. Not: in other encodings, or in pieces.

namespace judge {
namespace {

constexpr std::string_view replacement = "[key]";
constexpr std::size_t shortest = 8;
constexpr std::size_t most_backslashes = 64;  // quoted six times over

/// A character as a text writes it, and in how many bytes.
struct Spelling {
  char character = 0;
  std::size_t size = 0;
};

/// As it stands, or behind the backslashes that quote it; and as what an escape stands for.
struct Spellings {
  Spelling plain, escaped;

  std::size_t size_of(char c) const {
    if (escaped.size > 0 && escaped.character == c) return escaped.size;
    return plain.size > 0 && plain.character == c ? plain.size : 0;
  }
};

bool begins_escape(char c) {
  return c == '\\' || c == '%' || c == '&';
}

unsigned char byte(char c) {
  return static_cast<unsigned char>(c);
}

std::size_t backslashes(std::string_view text) {
  return std::min(text.find_first_not_of('\\'), text.size());
}

/// The digits that `text` starts with, as ASCII; exactly `digits` of them, or as many as there are.
Spelling coded(std::string_view text, int base, std::size_t digits, std::size_t before) {
  unsigned code = 0;
  text = text.substr(0, digits);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code, base);
  const auto read = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || code >= 0x80) return {};
  return {static_cast<char>(code), before + read};
}

Spelling exactly(std::string_view text, std::size_t digits, std::size_t before) {
  const auto spelling = coded(text, 16, digits, before);
  return spelling.size == before + digits ? spelling : Spelling{};
}

/// &#115; and &#x73;
Spelling entity(std::string_view text) {
  constexpr std::size_t most_digits = 8;
  const bool hex = text.starts_with("x") || text.starts_with("X");
  auto spelling = hex ? coded(text.substr(1), 16, most_digits, 3) : coded(text, 10, most_digits, 2);
  if (spelling.size > 0 && text.substr(spelling.size - 2).starts_with(';')) ++spelling.size;
  return spelling;
}

Spelling escaped(std::string_view text, std::size_t quotes) {
  const auto rest = text.substr(quotes);
  if (quotes > 0) {
    if (rest.starts_with('u')) return exactly(rest.substr(1), 4, quotes + 1);
    if (rest.starts_with('x')) return exactly(rest.substr(1), 2, quotes + 1);
  }
  if (text.starts_with('%')) return exactly(text.substr(1), 2, 1);
  if (text.starts_with("&#")) return entity(text.substr(2));
  return {};
}

Spellings spellings(std::string_view text) {
  const auto quotes = backslashes(text.substr(0, most_backslashes + 1));
  if (quotes > most_backslashes) return {};
  if (quotes == text.size()) return {.plain = {'\\', quotes}, .escaped = {}};
  return {.plain = {text[quotes], quotes + 1}, .escaped = escaped(text, quotes)};
}

/// Of `c` at the start of `text`; 0 where it is not there.
std::size_t size_of(char c, std::string_view text) {
  if (text.empty()) return 0;
  if (c == '\\') return backslashes(text.substr(0, most_backslashes));
  return text.front() == c && c != '%' ? 1 : spellings(text).size_of(c);
}

bool is_cut_off(std::string_view rest) {
  return rest.empty() || rest.starts_with("…") || rest.starts_with("...");
}

/// How much of `text` is the needle, or its beginning where the text is cut off; 0: none.
std::size_t match_needle(std::string_view text, std::string_view needle) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < needle.size(); ++i) {
    if (i > 0 && needle[i] == '\\' && needle[i - 1] == '\\') continue;  // one run in the text
    const auto rest = text.substr(at);
    const auto size = size_of(needle[i], rest);
    if (size == 0) return i >= shortest && is_cut_off(rest) ? at : 0;
    at += size;
  }
  return at;
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                    reinterpret_cast<const unsigned char*>(bytes.data()),
                                    static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// The characters that hold nothing but `bytes` when `before` bytes (modulo 3) are encoded in
/// front.
std::string base64_of(std::string_view bytes, std::size_t before) {
  const auto first = (before * 8 + 5) / 6;
  const auto end = (before + bytes.size()) * 8 / 6;
  return base64(std::string(before, '\0').append(bytes)).substr(first, end - first);
}

/// The longest match of any needle at the start of `text`; the needles are sorted.
std::size_t match(std::string_view text, const std::vector<std::string>& needles) {
  std::size_t longest = 0;
  const auto try_first = [&](char first) {
    const auto front = [](const std::string& needle) { return byte(needle.front()); };
    for (const auto& needle : std::ranges::equal_range(needles, byte(first), {}, front))
      longest = std::max(longest, match_needle(text, needle));
  };
  try_first(text.front());
  if (!begins_escape(text.front())) return longest;
  const auto [plain, escaped] = spellings(text);
  if (plain.size > 1) try_first(plain.character);
  if (escaped.size > 0) try_first(escaped.character);
  return longest;
}

bool is_hex(std::string_view digits) {
  return digits.size() == 2 && digits[0] >= '2' && digits[0] <= '7' &&
         digits.find_first_not_of("0123456789abcdefABCDEF") == digits.npos;
}

/// Whether the escape that `text` starts with stands for a character that a needle may have.
bool hides_character(std::string_view text, bool with_quotes, bool with_backslashes) {
  if (text.starts_with('%')) return is_hex(text.substr(1, 2));
  if (text.starts_with('&')) return text.starts_with("&#");
  if (with_backslashes) return true;
  const auto rest = text.substr(backslashes(text));
  if (rest.starts_with("u00")) return is_hex(rest.substr(3, 2));
  if (rest.starts_with('x')) return is_hex(rest.substr(1, 2));
  return rest.starts_with('/') || (with_quotes && rest.starts_with('"'));
}

/// Nearly all text has none of the needles, and is told quickly: neither does any needle's
/// beginning stand in it, nor an escape that could hide one.
bool has_none(std::string_view text, const std::vector<std::string>& needles) {
  const auto any_has = [&](char c) {
    return std::ranges::any_of(needles, [c](const auto& needle) { return needle.contains(c); });
  };
  const bool with_quotes = any_has('"'), with_backslashes = any_has('\\');
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!begins_escape(text[at])) continue;
    const auto rest = text.substr(at);
    if (hides_character(rest, with_quotes, with_backslashes)) return false;
    at += std::max<std::size_t>(1, backslashes(rest)) - 1;
  }
  std::string_view before;
  for (const auto& needle : needles) {
    const auto beginning = std::string_view(needle).substr(0, shortest);
    if (beginning != std::exchange(before, beginning) && text.contains(beginning)) return false;
  }
  return true;
}

}  // namespace

void Redactor::add(const Secret& secret) {
  const auto& text = secret.reveal();
  if (text.size() < shortest) return;
  const auto add_needle = [this](std::string needle) {
    const auto at = std::ranges::lower_bound(secrets_, needle);
    if (at == secrets_.end() || *at != needle) secrets_.insert(at, std::move(needle));
  };
  add_needle(text);
  for (std::size_t before = 0; before < 3; ++before) {
    auto encoded = base64_of(text, before);
    add_needle(encoded);
    std::ranges::replace(encoded, '+', '-');
    std::ranges::replace(encoded, '/', '_');
    add_needle(std::move(encoded));
  }
}

std::string Redactor::redact(std::string text) const {
  if (empty() || has_none(text, secrets_)) return text;
  std::array<bool, 256> may_start{};
  for (const char c : {'\\', '%', '&'}) may_start[byte(c)] = true;
  for (const auto& needle : secrets_) may_start[byte(needle.front())] = true;
  std::string clean;
  const std::string_view all = text;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < all.size();) {
    const char c = all[at];
    const auto size = may_start[byte(c)] ? match(all.substr(at), secrets_) : 0;
    if (size > 0) clean.append(all.substr(kept, at - kept)).append(replacement);
    // Within a run of backslashes nothing starts that did not start with it.
    at += size > 0 ? size : c == '\\' ? backslashes(all.substr(at)) : 1;
    if (size > 0) kept = at;
  }
  if (kept == 0) return text;
  return clean.append(all.substr(kept));
}

}  // namespace judge
