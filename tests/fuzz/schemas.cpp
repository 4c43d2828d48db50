// A JSON schema, and below a line of "---" a text that may be valid.
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "grade/json_schema.hpp"

namespace judge::test {

std::string broken_property(std::string_view input) {
  using nlohmann::json;
  const auto [written, text] = parts<2>(input);
  // What is no object, or deeper, the config refuses.
  const auto shallow = [](int depth, auto, const json&) { return depth <= 200; };
  const auto schema = json::parse(written, shallow, false);
  if (!schema.is_object()) return "";
  const auto made = JsonSchema::parse(schema);
  if (!made) return fit_for_screen(made.error()) ? "" : "why a schema is refused fits the screen";
  const auto fault = made->fault_of(text);
  if (!fit_for_screen(fault)) return "a fault fits the screen";
  if (fault.empty() && !json::accept(text)) return "what is valid is JSON";
  if (fault != made->fault_of(text)) return "twice the same";
  static const auto anything = JsonSchema::parse(json::object());
  if (fault.empty() && !anything->fault_of(text).empty()) return "nothing asked, nothing wrong";
  return "";
}

}  // namespace judge::test
