#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/screen.hpp"

namespace judge {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  // in bytes; 0: no valid sequence starts here
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Table 3-7 of the Unicode Standard, by length, then by value.
CodePoint decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  char32_t value = lead & (0x7Fu >> size);
  for (const char byte : text.substr(1, size - 1)) {
    if (!is_continuation(byte)) return {};
    value = (value << 6) | (static_cast<unsigned char>(byte) & 0x3Fu);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[size] || value > 0x10FFFF || surrogate) return {};
  return {value, size};
}

// Most text is ASCII: eight bytes at a time.
std::size_t ascii_prefix(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (word & 0x8080808080808080u) break;
  }
  return at;
}

bool in(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

// It joins or parts the letters and emoji around it; next to ASCII it does nothing, unseen.
bool is_joiner(char32_t c) {
  return in(c, 0x200C, 0x200D);
}

bool breaks_the_screen(char32_t c) {
  return in(c, 0, 0x1F) || in(c, 0x7F, 0x9F) || c == 0x61C || c == 0x180E ||
         (in(c, 0x200B, 0x200F) && !is_joiner(c)) || in(c, 0x2028, 0x202E) ||
         in(c, 0x2060, 0x206F) || c == 0xFEFF || in(c, 0xFFF9, 0xFFFB) || in(c, 0xE0000, 0xE007F);
}

// Whether the character at `at` must not be shown as it is.
bool is_hidden(std::string_view text, std::size_t at, const CodePoint& point) {
  if (!is_joiner(point.value)) return breaks_the_screen(point.value);
  const auto is_letter = [&](std::size_t i) {
    return i < text.size() && static_cast<unsigned char>(text[i]) >= 0x80;
  };
  return at == 0 || !is_letter(at - 1) || !is_letter(at + point.size);
}

std::string escaped(char32_t c) {
  const auto code = static_cast<unsigned>(c);
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      // A C1 control is written as a code point: "\x9b" is left for the invalid byte.
      if (c < 0x80) return fmt::format("\\x{:02x}", code);
      return c > 0xFFFF ? fmt::format("\\u{{{:x}}}", code) : fmt::format("\\u{:04x}", code);
  }
}

std::string escaped_in_json(char32_t c) {
  const auto code = static_cast<unsigned>(c);
  if (c <= 0xFFFF) return fmt::format("\\u{:04x}", code);
  return fmt::format("\\u{:04x}\\u{:04x}", 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF));
}

// Edit distance with neighbours swapped as one edit (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, row);
  }
  return last[b.size()];
}

constexpr std::string_view whitespace = " \t\r\n\f\v";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<std::size_t> invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    at += ascii_prefix(text.substr(at));
    // To the end of what is not ASCII, or of the last few bytes.
    for (std::size_t ascii = 0; at < text.size() && ascii < sizeof(std::uint64_t);) {
      const auto point = decode(text.substr(at));
      if (point.size == 0) return at;
      ascii = point.size == 1 ? ascii + 1 : 0;
      at += point.size;
    }
  }
  return std::nullopt;
}

std::string printable(std::string_view text, std::size_t max_columns) {
  std::string shown;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto point = decode(text.substr(at));
    const std::size_t size = std::max<std::size_t>(point.size, 1);
    std::string piece;
    if (point.size == 0)
      piece = fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
    else if (is_hidden(text, at, point))
      piece = escaped(point.value);
    const std::size_t width = piece.empty() ? 1 : piece.size();
    if (columns + width > max_columns) return shown + "…";
    if (piece.empty()) piece = text.substr(at, size);
    shown += piece;
    columns += width;
    at += size;
  }
  return shown;
}

std::string printable_lines(std::string_view text) {
  std::string shown;
  while (true) {
    const auto line = text.substr(0, text.find('\n'));
    shown += printable(line, std::string_view::npos);
    if (line.size() == text.size()) return shown;
    shown += '\n';
    text.remove_prefix(line.size() + 1);
  }
}

// Below 0x7F there is only what JSON has escaped already, and the white space between its values.
std::string printable_json(std::string_view json) {
  std::string shown;
  shown.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const auto point = decode(json.substr(at));
    const auto size = std::max<std::size_t>(point.size, 1);
    if (point.value >= 0x7F && is_hidden(json, at, point))
      shown += escaped_in_json(point.value);
    else
      shown += json.substr(at, size);
    at += size;
  }
  return shown;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  constexpr std::size_t longest = 64;  // beyond it nobody mistyped a word
  if (word.size() > longest) return std::nullopt;
  const std::string typed = lower(word);
  std::optional<std::string> best;
  std::size_t best_distance = 0;
  for (const auto& candidate : candidates) {
    if (candidate.size() > longest) continue;
    const std::size_t longer = std::max(typed.size(), candidate.size());
    const std::size_t far = distance(typed, lower(std::string_view(candidate)));
    // One slip in three letters, and something of the word must be left.
    if (far > std::max<std::size_t>(1, longer / 3) || (far > 0 && far >= typed.size())) continue;
    if (best && far >= best_distance) continue;
    best = candidate;
    best_distance = far;
  }
  return best;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(whitespace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(whitespace) - first + 1);
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = lower(c);
  return lowered;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace judge
