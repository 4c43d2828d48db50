#include "store/json_view.hpp"

#include <doctest/doctest.h>

#include <string>

#include "store/line_parser.hpp"

using namespace judge;

namespace {

/// A line with the room behind it that the parser asks for.
class Padded {
 public:
  explicit Padded(std::string text)
      : size_(text.size()), text_(std::move(text) + std::string(LineParser::padding, '"')) {}
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::size_t size_;
  std::string text_;
};

}  // namespace

TEST_CASE("values are read by type, and another type or an absent one is nothing") {
  const Padded line(R"({"text":"a\"b\u0000","int":-7,"real":0.5,"yes":true,"null":null,
                        "object":{"inner":{"x":1}},"array":[1,"two",{"y":3}]})");
  LineParser parser;
  const auto parsed = parser.parse(line.text());
  REQUIRE(parsed);
  const auto view = *parsed;
  CHECK(view["text"].text() == std::string_view("a\"b\0", 4));
  CHECK(view["int"].integer() == -7);
  CHECK(view["int"].number() == -7.0);
  CHECK(view["real"].number() == 0.5);
  CHECK_FALSE(view["real"].integer());
  CHECK(view["yes"].boolean() == true);
  CHECK_FALSE(view["null"].text());
  CHECK_FALSE(view["null"].number());
  CHECK_FALSE(view["absent"].text());
  CHECK_FALSE(view["text"].number());
  CHECK_FALSE(view["text"]["deeper"]["still"].text());
  CHECK(view["object"]["inner"]["x"].integer() == 1);
  CHECK(view["object"].is_object());
  CHECK(view["array"].is_array());
  CHECK_FALSE(JsonView().is_object());
  CHECK(JsonView().json().is_null());
}

TEST_CASE("members and elements are visited in order") {
  const Padded line(R"({"b":1,"a":2,"list":["x","y"]})");
  LineParser parser;
  const auto view = parser.parse(line.text());
  REQUIRE(view);
  std::string seen;
  view->each_member([&](std::string_view key, JsonView) { seen += key; });
  (*view)["list"].each_element([&](JsonView element) { seen += element.text().value_or("?"); });
  (*view)["b"].each_member([&](std::string_view, JsonView) { seen += "!"; });
  (*view)["b"].each_element([&](JsonView) { seen += "!"; });
  CHECK(seen == "balistxy");
}

TEST_CASE("a copy is the same JSON") {
  const std::string text =
      R"({"a":[1,-2,18446744073709551615,0.25,true,null,"ü\n"],"b":{"c":{}},"d":[]})";
  LineParser parser;
  const Padded line(text);
  const auto view = parser.parse(line.text());
  REQUIRE(view);
  CHECK(view->json() == nlohmann::json::parse(text));
}

TEST_CASE("what is not one whole JSON object is refused") {
  LineParser parser;
  for (const char* text : {"", "{", "[]", "1", "null", "{} {}", "{\"a\":1,}", "{\"a\":\"\xff\"}"})
    CHECK_FALSE(parser.parse(Padded(text).text()));
  CHECK_FALSE(parser.parse(Padded("{\"a\":" + std::string(100'000, '[')).text()));
  CHECK_FALSE(parser.parse(
      Padded("{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}").text()));
}
