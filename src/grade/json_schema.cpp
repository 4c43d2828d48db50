#include "grade/json_schema.hpp"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/text.hpp"
#include "grade/schema_limits.hpp"

namespace judge {
namespace {

using nlohmann::json;
using Fault = std::optional<std::string>;

constexpr std::array<std::string_view, 33> plain_keywords{"$schema",
                                                          "$id",
                                                          "id",
                                                          "$comment",
                                                          "title",
                                                          "description",
                                                          "default",
                                                          "examples",
                                                          "format",
                                                          "type",
                                                          "enum",
                                                          "const",
                                                          "required",
                                                          "minProperties",
                                                          "maxProperties",
                                                          "minItems",
                                                          "maxItems",
                                                          "uniqueItems",
                                                          "minLength",
                                                          "maxLength",
                                                          "pattern",
                                                          "minimum",
                                                          "maximum",
                                                          "exclusiveMinimum",
                                                          "exclusiveMaximum",
                                                          "multipleOf",
                                                          "$ref",
                                                          "readOnly",
                                                          "writeOnly",
                                                          "deprecated",
                                                          "contentMediaType",
                                                          "contentEncoding",
                                                          "$anchor"};
constexpr std::array<std::string_view, 5> maps_of_schemas{"properties", "patternProperties",
                                                          "definitions", "$defs", "dependencies"};
constexpr std::array<std::string_view, 3> lists_of_schemas{"allOf", "anyOf", "oneOf"};
constexpr std::array<std::string_view, 4> schemas{"items", "additionalItems",
                                                  "additionalProperties", "not"};

/// \d, \w and \s, which RapidJSON does not know; within brackets too.
std::string with_classes(std::string_view pattern) {
  std::string out;
  bool bracket = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size()) {
      const char next = pattern[++i];
      const std::string_view set = next == 'd'   ? "0-9"
                                   : next == 'w' ? "A-Za-z0-9_"
                                   : next == 's' ? " \t\r\n\f\v"
                                                 : "";
      if (set.empty())
        out.append({c, next});
      else
        out += bracket ? std::string(set) : fmt::format("[{}]", set);
      continue;
    }
    bracket = c == '[' || (bracket && c != ']');
    out += c;
  }
  return out;
}

Fault pattern_fault(const std::string& pattern) {
  if (repeats_too_much(pattern))
    return fmt::format(
        "the pattern \"{}\" repeats too much to be checked; take smaller numbers "
        "in its braces",
        printable(pattern, 80));
  // RapidJSON takes a bracket that is not closed for a bug of its caller's.
  const bool well_formed = re2::RE2(pattern, re2::RE2::Quiet).ok();
  if (well_formed && rapidjson::internal::Regex(with_classes(pattern).c_str()).IsValid())
    return std::nullopt;
  return fmt::format("the pattern \"{}\" cannot be checked: only simple regular expressions can",
                     printable(pattern, 80));
}

/// What later drafts say otherwise, in draft 4's words.
void to_draft_4(json& schema) {
  if (const auto only = schema.find("const"); only != schema.end()) {
    schema["enum"] = json::array({*only});
    schema.erase("const");
  }
  for (const auto& [exclusive, bound] :
       {std::pair("exclusiveMinimum", "minimum"), std::pair("exclusiveMaximum", "maximum")})
    if (const auto found = schema.find(exclusive); found != schema.end() && found->is_number()) {
      schema[bound] = *found;
      schema[exclusive] = true;
    }
}

/// As RapidJSON wants it, else it takes the reference for no schema at all; nullopt where nothing
/// is there.
std::optional<std::string> encoded(std::string_view reference, const json& root) {
  if (!reference.starts_with('#')) return std::nullopt;
  std::string out = "#";
  for (const unsigned char c : reference.substr(1))
    out += std::isalnum(c) || std::string_view("/-._~%").contains(static_cast<char>(c))
               ? std::string(1, static_cast<char>(c))
               : fmt::format("%{:02X}", c);
  try {
    if (!root.contains(json::json_pointer(std::string(reference.substr(1))))) return std::nullopt;
  } catch (const json::exception&) {
    return std::nullopt;
  }
  return out;
}

Fault prepare(json& schema, const json& root);

Fault prepare_members(json& members, bool names_are_patterns, const json& root) {
  json prepared = json::object();
  for (auto& [name, member] : members.items()) {
    if (names_are_patterns)
      if (auto fault = pattern_fault(name)) return fault;
    if (!member.is_array())
      if (auto fault = prepare(member, root)) return fault;
    prepared[names_are_patterns ? with_classes(name) : name] = std::move(member);
  }
  members = std::move(prepared);
  return std::nullopt;
}

Fault prepare_keyword(const std::string& key, json& value, const json& root) {
  const auto among = [&key](const auto& list) {
    return std::ranges::find(list, key) != list.end();
  };
  if (key == "pattern" && value.is_string()) {
    if (auto fault = pattern_fault(value.get<std::string>())) return fault;
    value = with_classes(value.get<std::string>());
  } else if (key == "$ref" && value.is_string()) {
    auto target = encoded(value.get<std::string>(), root);
    if (!target)
      return fmt::format("$ref \"{}\": only what is within the schema can be referred to",
                         printable(value.get<std::string>(), 80));
    value = *std::move(target);
  } else if (among(maps_of_schemas) && value.is_object()) {
    return prepare_members(value, key == "patternProperties", root);
  } else if (among(schemas) && value.is_object()) {
    return prepare(value, root);
  } else if ((among(lists_of_schemas) || key == "items") && value.is_array()) {
    for (auto& element : value)
      if (auto fault = prepare(element, root)) return fault;
  } else if (!among(plain_keywords) && !among(maps_of_schemas) && !among(schemas) &&
             !among(lists_of_schemas)) {
    return fmt::format("the keyword \"{}\" cannot be checked", printable(key, 60));
  }
  return std::nullopt;
}

Fault prepare(json& schema, const json& root) {
  if (schema.is_boolean()) return "true or false in a schema's place cannot be checked";
  if (!schema.is_object()) return "a schema is an object";
  for (auto& [key, value] : schema.items())
    if (auto fault = prepare_keyword(key, value, root)) return fault;
  to_draft_4(schema);
  return std::nullopt;
}

/// RapidJSON looks at every open level for each token: what nests deeper would take it minutes.
bool too_deep(std::string_view text) {
  constexpr int most = 256;
  int depth = 0;
  bool string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (string && c == '\\') ++i;
    if (c == '"') string = !string;
    if (string) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > most) return true;
  }
  return false;
}

}  // namespace

struct JsonSchema::Document {
  explicit Document(const rapidjson::Document& parsed) : schema(parsed) {}
  rapidjson::SchemaDocument schema;
};

std::expected<JsonSchema, std::string> JsonSchema::parse(const json& schema) {
  if (goes_in_circles(schema))
    return std::unexpected("a $ref goes in circles: checking it would have no end");
  auto prepared = schema;
  if (auto fault = prepare(prepared, schema)) return std::unexpected(*std::move(fault));
  const auto text = prepared.dump(-1, ' ', false, json::error_handler_t::replace);
  rapidjson::Document parsed;
  parsed.Parse(text.c_str(), text.size());
  JsonSchema made;
  made.document_ = std::make_shared<Document>(parsed);
  return made;
}

std::string JsonSchema::fault_of(std::string_view text) const {
  if (text.contains('\0')) return "is not JSON: it holds a NUL byte";  // where RapidJSON would end
  if (too_deep(text)) return "nests too deeply";
  rapidjson::SchemaValidator validator(document_->schema);
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::Reader reader;
  const auto parsed = reader.Parse < rapidjson::kParseIterativeFlag |
                      rapidjson::kParseValidateEncodingFlag > (stream, validator);
  if (!validator.IsValid()) {
    rapidjson::StringBuffer where;
    validator.GetInvalidDocumentPointer().Stringify(where);
    return fmt::format("at \"{}\": violates \"{}\"", printable(where.GetString(), 80),
                       printable(validator.GetInvalidSchemaKeyword(), 40));
  }
  if (parsed.IsError())
    return fmt::format("is not JSON: {} (byte {})", rapidjson::GetParseError_En(parsed.Code()),
                       parsed.Offset());
  return "";
}

}  // namespace judge
