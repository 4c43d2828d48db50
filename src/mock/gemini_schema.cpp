#include <fmt/format.h>

#include "base/text.hpp"
#include "mock/gemini.hpp"
#include "mock/number.hpp"

namespace judge::mock {
namespace {

Checked<Json> each(const Json& schemas, const std::string& path) {
  Json plain = schemas.is_array() ? Json::array() : Json::object();
  std::size_t index = 0;
  for (const auto& [key, schema] : schemas.items()) {
    const bool listed = schemas.is_array();
    auto one = plain_schema(schema, fmt::format("{}[{}]{}", path, index++, listed ? "" : ".value"));
    if (!one) return one;
    if (listed)
      plain.push_back(std::move(*one));
    else
      plain[key] = std::move(*one);
  }
  return plain;
}

/// A member of a schema that is no schema itself.
Json plain_value(const std::string& key, const Json& value) {
  if (!value.is_string()) return value;
  const auto& text = value.get_ref<const std::string&>();
  if (key == "type") return lower(text);
  const bool counts = key.starts_with("min") || key.starts_with("max");
  const auto number = counts ? read_number(text) : std::nullopt;
  return number ? Json(*number) : value;
}

}  // namespace

Checked<> known_to_google(const Json& object, std::string_view known, std::string_view path) {
  const auto unknown = unknown_member(object, known);
  if (!unknown) return {};
  return refuse(path, fmt::format("Invalid JSON payload received. Unknown name \"{}\"{}: "
                                  "Cannot find field.",
                                  *unknown, path.empty() ? "" : fmt::format(" at '{}'", path)));
}

Json in_camel_case(const Json& object) {
  Json renamed = Json::object();
  for (const auto& [key, value] : object.items()) {
    std::string camel;
    for (std::size_t i = 0; i < key.size(); ++i)
      if (key[i] == '_' && i > 0 && i + 1 < key.size() && key[i + 1] >= 'a' && key[i + 1] <= 'z')
        camel += static_cast<char>(key[++i] - 'a' + 'A');
      else
        camel += key[i];
    renamed[camel] = value;
  }
  return renamed;
}

Checked<Json> plain_schema(const Json& schema, const std::string& path) {
  if (!schema.is_object())
    return refuse(path, fmt::format("Invalid value at '{}': a schema is an object.", path));
  auto known =
      known_to_google(schema,
                      "anyOf default description enum example format items maximum maxItems "
                      "maxLength maxProperties minimum minItems minLength minProperties nullable "
                      "pattern properties propertyOrdering required title type",
                      path);
  if (!known) return std::unexpected(known.error());
  Json plain = Json::object();
  for (const auto& [key, value] : schema.items()) {
    const bool several = (key == "properties" || key == "anyOf") && value.is_structured();
    auto one = several          ? each(value, fmt::format("{}.{}", path, key))
               : key == "items" ? plain_schema(value, path + ".items")
                                : Checked<Json>(plain_value(key, value));
    if (!one) return one;
    plain[key] = std::move(*one);
  }
  return plain;
}

}  // namespace judge::mock
