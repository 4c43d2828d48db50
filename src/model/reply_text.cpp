#include "model/reply_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace judge {
namespace {

using nlohmann::json;

constexpr int max_depth = 100;
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// Brackets inside strings do not count.
bool too_deep(std::string_view body) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

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

NotJson describe(std::string_view body) {
  const auto start = trim(body);
  if (start.empty()) return {"not_json", "the reply is empty"};
  const bool html = start.starts_with('<');
  return {
      html ? "html_page" : "not_json",
      cut(fmt::format("the reply is {}: {}", html ? "a web page" : "not JSON", cut(start, 300)))};
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  for (;;) {
    const auto bad = invalid_utf8(text);
    valid += text.substr(0, bad.value_or(text.size()));
    if (!bad) return valid;
    valid += replacement;
    text.remove_prefix(*bad + 1);
  }
}

std::string cut(std::string_view text, std::size_t bytes) {
  auto valid = valid_utf8(text.substr(0, bytes + 4));  // a whole character more than is kept
  if (valid.size() <= bytes) return valid;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(valid[at]) & 0xC0) == 0x80;
  };
  while (bytes > 0 && continues(bytes)) --bytes;
  valid.resize(bytes);
  return valid;
}

std::expected<json, NotJson> parse_reply(std::string_view body) {
  if (too_deep(body))
    return std::unexpected(NotJson{"too_deep", "the reply is nested too deep to be an answer"});
  auto parsed = parse(body);
  if (parsed.is_discarded()) parsed = parse(without_half_pairs(valid_utf8(body)));
  if (parsed.is_discarded()) return std::unexpected(describe(body));
  return parsed;
}

const json& at(const json& object, std::string_view key) {
  static const json null;
  if (!object.is_object()) return null;
  const auto found = object.find(key);
  return found == object.end() ? null : *found;
}

std::string_view text_at(const json& object, std::string_view key) {
  const auto& value = at(object, key);
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : "";
}

}  // namespace judge
