#include "batch/batch_json.hpp"

namespace judge {

using nlohmann::json;

json parsed(std::string_view text) {
  auto value = json::parse(text, nullptr, false);
  return value.is_discarded() ? json() : value;
}

const json& at(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string text_at(const json& object, const char* key) {
  const auto& value = at(object, key);
  return value.is_string() ? value.get<std::string>() : "";
}

std::uint64_t count_at(const json& object, const char* key) {
  const auto& value = at(object, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

}  // namespace judge
