#include "mock/schema.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace judge::mock;

namespace {

const PromptParts kNothing{.instructions = "", .question = "", .reference = "", .outputs = {}};

Json filled(const char* schema, std::uint64_t seed = 1) {
  Opinion opinion(kNothing, {.occasion = seed});
  return fill(Json::parse(schema), Scale{}, opinion);
}

}  // namespace

TEST_CASE("an object gets all its properties in their order, each fitting its schema") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Json value = filled(R"({"type":"object","required":["score"],"properties":{
      "score":{"type":"integer","minimum":2,"maximum":5},
      "explanation":{"type":"string"},
      "confidence":{"type":"number","minimum":0,"maximum":1},
      "label":{"enum":["correct","incorrect"]},
      "done":{"type":"boolean"},
      "kind":{"const":"verdict"}}})",
                              seed);
    REQUIRE(value.size() == 6);
    CHECK(value.begin().key() == "score");
    REQUIRE(value["score"].is_number_integer());
    CHECK(value["score"] >= 2);
    CHECK(value["score"] <= 5);
    CHECK(value["explanation"].get<std::string>().size() > 20);
    REQUIRE(value["confidence"].is_number());
    CHECK(value["confidence"] >= 0);
    CHECK(value["confidence"] <= 1);
    const bool known = value["label"] == "correct" || value["label"] == "incorrect";
    CHECK(known);
    CHECK(value["done"].is_boolean());
    CHECK(value["kind"] == "verdict");
  }
}

TEST_CASE("different seeds use the whole scale") {
  std::set<int> seen;
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    seen.insert(filled(R"({"type":"integer","minimum":1,"maximum":5})", seed).get<int>());
  CHECK(seen.size() == 5);
}

TEST_CASE("bounds may be exclusive, one-sided, fractional or absent") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const int inside =
        filled(R"({"type":"integer","exclusiveMinimum":3,"exclusiveMaximum":6})", seed);
    CHECK(inside >= 4);
    CHECK(inside <= 5);
    CHECK(filled(R"({"type":"integer","minimum":100})", seed) >= 100);
    CHECK(filled(R"({"type":"number","maximum":-5})", seed) <= -5);
    const Json whole = filled(R"({"type":"integer","minimum":0.5,"maximum":1.5})", seed);
    CHECK(whole == 1);
    const int plain = filled(R"({"type":"integer"})", seed);
    CHECK(plain >= 1);
    CHECK(plain <= 10);
  }
}

TEST_CASE("an enum answers one of its values, whatever their type") {
  const Json value = filled(R"({"enum":[1,2,3]})");
  CHECK(value.is_number_integer());
  CHECK(filled(R"({"enum":["only"]})") == "only");
}

TEST_CASE("nullable types, alternatives and references are followed") {
  CHECK(filled(R"({"type":["null","integer"]})").is_number_integer());
  CHECK(filled(R"({"anyOf":[{"type":"null"},{"type":"boolean"}]})").is_boolean());
  CHECK(filled(R"({"oneOf":[{"type":"integer"}]})").is_number_integer());
  CHECK(filled(R"({"allOf":[{"type":"integer"}]})").is_number_integer());
  CHECK(filled(R"({"type":"object","properties":{"a":{"$ref":"#/$defs/n"}},
                   "$defs":{"n":{"type":"integer"}}})")["a"]
            .is_number_integer());
  CHECK(filled(R"({"$ref":"#/nowhere"})").is_null());
  CHECK(filled(R"({"$ref":"#bad~pointer"})").is_null());
}

TEST_CASE("arrays have the items demanded, at least one and within maxItems") {
  CHECK(filled(R"({"type":"array","items":{"type":"boolean"}})").size() == 1);
  CHECK(filled(R"({"type":"array","minItems":3,"items":{"type":"boolean"}})").size() == 3);
  CHECK(filled(R"({"type":"array","maxItems":0,"items":{"type":"boolean"}})").empty());
}

TEST_CASE("strings keep to maxLength") {
  CHECK(filled(R"({"type":"string","maxLength":5})").get<std::string>().size() == 5);
}

TEST_CASE("a schema that refers to itself, or to all too much, comes to an end") {
  const Json self = filled(R"({"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},
                               "c":{"$ref":"#"}}})");
  CHECK(self.is_object());
  CHECK(filled(R"({"$ref":"#"})").is_null());
  const Json many = filled(R"({"type":"array","minItems":100,"items":{"$ref":"#"}})");
  CHECK(many.size() == 100);
}

TEST_CASE("schemas of the wrong shape are answered with something, not with a crash") {
  for (const char* schema :
       {"{}", "[]", "null", R"({"type":5})", R"({"properties":[]})", R"({"enum":[]})",
        R"({"enum":{}})", R"({"type":"array","items":7})", R"({"type":"integer","minimum":"x"})",
        R"({"type":"integer","minimum":9,"maximum":1})", R"({"anyOf":{}})", R"({"anyOf":[]})",
        R"({"type":"array","minItems":-1,"items":{}})", R"({"type":"mystery"})",
        R"({"type":"integer","minimum":1e300})"}) {
    CAPTURE(schema);
    CHECK_NOTHROW(filled(schema));
  }
}
