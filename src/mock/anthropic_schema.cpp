#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "mock/anthropic.hpp"

namespace judge::mock {
namespace {

constexpr std::array<std::string_view, 8> kBounds{"exclusiveMaximum", "exclusiveMinimum", "maximum",
                                                  "maxItems",         "maxLength",        "minimum",
                                                  "minLength",        "multipleOf"};

Checked<> check_one(const Json& schema, std::string_view path) {
  const std::string type = text_member(schema, "type");
  std::vector<std::string_view> bounds;
  for (const auto name : kBounds)
    if (schema.contains(name)) bounds.push_back(name);
  if (bounds.size() == 1)
    return refuse(path, fmt::format("{}: For '{}' type, property '{}' is not supported", path, type,
                                    bounds[0]));
  if (!bounds.empty())
    return refuse(path, fmt::format("{}: For '{}' type, properties {} are not supported", path,
                                    type, fmt::join(bounds, ", ")));
  if (const Json* least = member(schema, "minItems"); least && *least > 1)
    return refuse(path, fmt::format("{}: For 'array' type, 'minItems' values other than 0 or 1 are "
                                    "not supported",
                                    path));
  const Json* open = member(schema, "additionalProperties");
  if (type == "object" && (!open || *open != false))
    return refuse(path, fmt::format("{}: For 'object' type, 'additionalProperties' must be "
                                    "explicitly set to false",
                                    path));
  return {};
}

/// The schemas right below: of properties, items and alternatives.
std::vector<const Json*> inner_schemas(const Json& schema) {
  std::vector<const Json*> inner;
  for (const char* key : {"properties", "$defs", "definitions", "anyOf", "allOf", "oneOf"})
    if (const Json* many = member(schema, key); many && many->is_structured())
      for (const Json& one : *many) inner.push_back(&one);
  if (const Json* items = member(schema, "items")) inner.push_back(items);
  return inner;
}

}  // namespace

Checked<> check_anthropic_schema(const Json& schema, std::string_view path) {
  if (auto fine = check_one(schema, path); !fine) return fine;
  for (const Json* inner : inner_schemas(schema))
    if (auto fine = check_anthropic_schema(*inner, path); !fine) return fine;
  return {};
}

}  // namespace judge::mock
