#include "model/reply_repair.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "model/reply_text.hpp"

namespace judge {
namespace {

using nlohmann::json;

/// The code unit of a \uXXXX at `at`.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t at) {
  const auto escape = text.substr(at, 6);
  if (escape.size() < 6 || !escape.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  const auto [end, error] = std::from_chars(escape.data() + 2, escape.data() + 6, unit, 16);
  return error == std::errc() && end == escape.data() + 6 ? std::optional(unit) : std::nullopt;
}

bool is_high(std::optional<unsigned> unit) {
  return unit && (*unit & 0xFC00) == 0xD800;
}
bool is_low(std::optional<unsigned> unit) {
  return unit && (*unit & 0xFC00) == 0xDC00;
}

std::string without_half_pairs(std::string_view body) {
  std::string repaired;
  repaired.reserve(body.size());
  for (std::size_t i = 0; i < body.size();) {
    std::size_t length = body[i] == '\\' ? 2 : 1;
    const auto unit = escaped_unit(body, i);
    if (is_high(unit) && is_low(escaped_unit(body, i + 6))) {
      length = 12;
    } else if (is_high(unit) || is_low(unit)) {
      repaired += "\\uFFFD";
      i += 6;
      continue;
    }
    repaired += body.substr(i, length);
    i += length;
  }
  return repaired;
}

/// strtod takes what Python writes for them too: NaN, Infinity, -Infinity.
bool is_no_finite_number(const std::string& word) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  return end != word.c_str() && *end == '\0' && !std::isfinite(value);
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  const auto ends = [](unsigned char c) {
    return !std::isalnum(c) && c != '+' && c != '-' && c != '.';
  };
  const auto rest = text.substr(at);
  return at + static_cast<std::size_t>(std::ranges::find_if(rest, ends) - rest.begin());
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

std::string without_infinities(std::string_view body) {
  std::string repaired;
  repaired.reserve(body.size());
  for (std::size_t i = 0; i < body.size();) {
    const bool string = body[i] == '"';
    const auto end = string ? end_of_string(body, i) : std::max(end_of_word(body, i), i + 1);
    const std::string piece(body.substr(i, end - i));
    repaired += string || !is_no_finite_number(piece) ? piece : "null";
    i = end;
  }
  return repaired;
}

json parse(std::string_view body) {
  return json::parse(body, nullptr, false);
}

}  // namespace

std::optional<std::string> repaired_json(std::string_view body) {
  auto parsed = parse(body);
  if (parsed.is_discarded())
    parsed = parse(without_infinities(without_half_pairs(valid_utf8(body))));
  if (parsed.is_discarded()) return std::nullopt;
  return parsed.dump();
}

}  // namespace judge
