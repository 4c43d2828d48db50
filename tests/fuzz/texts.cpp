// Any text, on its way to the screen, into JSON, and as a number with units.
#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "fuzz/property.hpp"
#include "model/reply_text.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

std::string dumped(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Requests are the store's keys: ours and the library's text are the same for ever.
bool same_json(std::string_view text) {
  std::string quoted;
  append_json_string(quoted, text);
  if (quoted != dumped(std::string(text)) || !json::accept(quoted)) return false;
  const auto value = json::parse(text, nullptr, false);
  if (value.is_discarded()) return true;
  std::string ours;
  append_json(ours, value);
  return ours == dumped(value);
}

bool harmless(std::string_view shown) {
  return !invalid_utf8(shown) &&
         std::ranges::none_of(shown, [](unsigned char c) { return c < ' ' || c == 0x7f; }) &&
         !shown.contains("\u202e") && !shown.contains("\u009b");
}

}  // namespace

std::string broken_property(std::string_view text) {
  for (const std::size_t columns : {1U, 20U, 4096U})
    if (!harmless(printable(text, columns))) return "nothing harmful is shown";
  if (invalid_utf8(valid_utf8(text)) || invalid_utf8(cut(text, 7))) return "repaired is valid";
  if (cut(text, 7).size() > 7) return "cut is short";
  if (!invalid_utf8(text) && valid_utf8(text) != text) return "what is valid is left alone";
  if (!same_json(text)) return "JSON text is as the library writes it";
  const auto duration = parse_duration(text);
  if (duration && *duration < std::chrono::milliseconds(0)) return "no duration is negative";
  if (duration && show_duration(*duration).empty()) return "every duration can be shown";
  return "";
}

}  // namespace judge::test
