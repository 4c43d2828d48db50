#include "base/json_text.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace judge {
namespace {

using nlohmann::json;

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_plain(char c) {
  return is_ascii(c) && c >= 0x20 && c != '"' && c != '\\';
}

/// How many plain bytes `text` starts with. Most text has nothing to escape for long stretches, so
/// it is looked at eight bytes at a time.
std::size_t plain_prefix(std::string_view text) {
  constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = std::byteswap(word);
    // A difference borrows, and so sets its byte's high bit, where the byte is too small. Borrowing
    // may also mark bytes behind the first, never one before it.
    const auto control = word - 0x20 * each;
    const auto quote = (word ^ ('"' * each)) - each;
    const auto backslash = (word ^ ('\\' * each)) - each;
    if (const auto marked = (word | control | quote | backslash) & high)
      return at + static_cast<std::size_t>(std::countr_zero(marked)) / 8;
  }
  while (at < text.size() && is_plain(text[at])) ++at;
  return at;
}

struct Sequence {
  std::size_t size = 1;
  bool valid = false;  // else: what one U+FFFD stands for
};

/// What `text` starts with, which is not ASCII. Table 3-7 of the Unicode Standard: what is special
/// of some leads is only the range of the byte behind them.
Sequence sequence(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto lead = byte(0);
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t at = 1; at < size; ++at) {
    if (at == text.size() || byte(at) < lowest || byte(at) > highest) return {at, false};
    lowest = 0x80;
    highest = 0xBF;
  }
  return {size, true};
}

/// How much of `text` is written as it is.
std::size_t unescaped(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    at += plain_prefix(text.substr(at));
    if (at == text.size() || is_ascii(text[at])) return at;
    const auto next = sequence(text.substr(at));
    if (!next.valid) return at;
    at += next.size;
  }
}

/// The c in \c; 0 where there is none.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

void append_escape(std::string& out, char c) {
  if (const char letter = short_escape(c)) {
    out.append({'\\', letter});
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out.append({'\\', 'u', '0', '0', digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]});
}

template <class Integer>
void append_integer(std::string& out, Integer number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_members(std::string& out, const json::object_t& object) {
  JsonWriter writer(out);
  writer.begin_object();
  for (const auto& [name, member] : object) writer.member(name, member);
  writer.end_object();
}

void append_elements(std::string& out, const json::array_t& array) {
  JsonWriter writer(out);
  writer.begin_array();
  for (const auto& element : array) writer.value(element);
  writer.end_array();
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (;;) {
    const auto size = unescaped(text);
    out += text.substr(0, size);
    text.remove_prefix(size);
    if (text.empty()) break;
    std::size_t bad = 1;
    if (is_ascii(text.front())) {
      append_escape(out, text.front());
    } else {
      out += replacement;
      bad = sequence(text).size;
    }
    text.remove_prefix(bad);
  }
  out += '"';
}

void append_json_number(std::string& out, std::int64_t number) {
  append_integer(out, number);
}

void append_json_number(std::string& out, std::uint64_t number) {
  append_integer(out, number);
}

void append_json_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  // Not std::to_chars: it writes 8 where this writes 8.0, and now and then other digits.
  std::array<char, 64> digits;
  const auto* end =
      nlohmann::detail::to_chars(digits.data(), digits.data() + digits.size(), number);
  out += std::string_view(digits.data(), end);
}

void append_json(std::string& out, const json& value) {
  using Type = json::value_t;
  switch (value.type()) {
    case Type::object:
      return append_members(out, value.get_ref<const json::object_t&>());
    case Type::array:
      return append_elements(out, value.get_ref<const json::array_t&>());
    case Type::string:
      return append_json_string(out, value.get_ref<const std::string&>());
    case Type::number_integer:
      return append_json_number(out, value.get<std::int64_t>());
    case Type::number_unsigned:
      return append_json_number(out, value.get<std::uint64_t>());
    case Type::number_float:
      return append_json_number(out, value.get<double>());
    case Type::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Type::null:
      out += "null";
      return;
    default:  // what no JSON text can hold
      out += value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

}  // namespace judge
