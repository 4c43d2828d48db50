#include "model/reply_repair.hpp"

#include <charconv>
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

json parse(std::string_view body) {
  return json::parse(body, nullptr, false);
}

}  // namespace

std::optional<std::string> repaired_json(std::string_view body) {
  auto parsed = parse(body);
  if (parsed.is_discarded()) parsed = parse(without_half_pairs(valid_utf8(body)));
  if (parsed.is_discarded()) return std::nullopt;
  return parsed.dump();
}

}  // namespace judge
