#include "grade/json_schema.hpp"

#include <doctest/doctest.h>

using namespace judge;
using nlohmann::json;

namespace {

std::string fault(const json& schema, const std::string& text) {
  const auto parsed = JsonSchema::parse(schema);
  REQUIRE_MESSAGE(parsed, parsed.error());
  return parsed->fault_of(text);
}

bool valid(const json& schema, const std::string& text) {
  return fault(schema, text).empty();
}

std::string refused(const json& schema) {
  const auto parsed = JsonSchema::parse(schema);
  return parsed ? "" : parsed.error();
}

}  // namespace

TEST_CASE("an output is valid as a whole, or not at all") {
  const json schema = json::parse(R"({"type":"object","required":["name"],
      "properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0}},
      "additionalProperties":false})");
  CHECK(valid(schema, R"({"name":"x","age":3})"));
  CHECK(valid(schema, " \n{\"name\":\"x\"} "));
  CHECK(fault(schema, R"({"age":3})") == R"(at "": violates "required")");
  CHECK(fault(schema, R"({"name":"x","age":-1})") == R"(at "/age": violates "minimum")");
  CHECK_FALSE(valid(schema, R"({"name":"x","other":1})"));
  CHECK(fault(schema, "{\"name\":").starts_with("is not JSON"));
  CHECK(fault(schema, "").starts_with("is not JSON"));
  CHECK_FALSE(valid(schema, "Here: {\"name\":\"x\"}"));
  CHECK_FALSE(valid(schema, R"({"name":"x"} {"name":"y"})"));
  CHECK_FALSE(valid(schema, "```json\n{\"name\":\"x\"}\n```"));
}

TEST_CASE("what later drafts say is checked too") {
  CHECK(valid({{"const", 3}}, "3"));
  CHECK_FALSE(valid({{"const", 3}}, "4"));
  CHECK_FALSE(valid({{"exclusiveMinimum", 3}}, "3"));
  CHECK(valid({{"exclusiveMinimum", 3}}, "3.5"));
  const json refers = json::parse(R"({"$defs":{"n":{"type":"integer"}},
      "type":"array","items":{"$ref":"#/$defs/n"}})");
  CHECK(valid(refers, "[1,2]"));
  CHECK_FALSE(valid(refers, "[1,\"2\"]"));
}

TEST_CASE("patterns know the usual classes") {
  CHECK(valid({{"pattern", R"(^\d+-[\w.]+$)"}}, R"("12-a_b.c")"));
  CHECK_FALSE(valid({{"pattern", R"(^\d+$)"}}, R"("12a")"));
}

TEST_CASE("what could not be checked is refused, for it must not count as valid") {
  CHECK(refused({{"if", json::object()}}).contains("\"if\""));
  CHECK(refused(json::parse(R"({"properties":{"x":{"contains":{}}}})")).contains("contains"));
  CHECK(refused({{"$ref", "http://example.org/s"}}).contains("within the schema"));
  CHECK(refused({{"$ref", "#/$defs/none"}}).contains("within the schema"));
  CHECK(refused({{"pattern", R"((?=a)b)"}}).contains("regular expressions"));
  CHECK(refused(json(3)) == "a schema is an object");
}

TEST_CASE("a schema that would be checked without end is refused") {
  CHECK(refused({{"$ref", "#"}}).contains("goes in circles"));
  CHECK(refused(json::parse(R"({"anyOf":[{"$ref":"#"}]})")).contains("goes in circles"));
  CHECK(refused(json::parse(R"({"properties":{"x":{"$ref":"#/$defs/a"}},
      "$defs":{"a":{"$ref":"#/$defs/b"},"b":{"not":{"$ref":"#/$defs/a"}}}})"))
            .contains("goes in circles"));
  const json tree = json::parse(R"({"type":"object","properties":{"left":{"$ref":"#"},
      "right":{"anyOf":[{"type":"null"},{"$ref":"#"}]}},"additionalProperties":false})");
  CHECK(valid(tree, R"({"left":{"left":{}},"right":null})"));
  CHECK_FALSE(valid(tree, R"({"left":{"left":{"up":1}}})"));
}

TEST_CASE("a pattern that would take all memory is refused") {
  CHECK(refused({{"pattern", "((a{1,999}){1,999}){1,999}"}}).contains("repeats too much"));
  CHECK(refused({{"pattern", "a{99999999}"}}).contains("repeats too much"));
  CHECK(refused({{"pattern", "a{99999999999999999999}"}}).contains("repeats too much"));
  CHECK(valid({{"pattern", "^(a{1,9}-){2}[{9999}]{3}$"}}, R"("aa-a-{9}")"));
}

TEST_CASE("hostile outputs are only invalid") {
  const json schema = {{"type", "array"}};
  CHECK_FALSE(valid(schema, std::string(200'000, '[')));
  CHECK_FALSE(valid(schema, "[\"\xff\"]"));
  CHECK_FALSE(valid(schema, std::string("[1]\0x", 5)));
}
