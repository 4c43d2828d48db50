#include "base/json_text.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "support/random_json.hpp"
#include "support/seeds.hpp"

using namespace judge;
using nlohmann::json;

namespace {

/// What ours must be, byte for byte.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string ours(const json& value) {
  std::string text;
  append_json(text, value);
  return text;
}

}  // namespace

TEST_CASE("every byte is written as nlohmann writes it, wherever in a text it stands") {
  for (int byte = 0; byte < 256; ++byte)
    for (std::size_t before = 0; before < 20; ++before)
      for (std::size_t after = 0; after < 20; ++after) {
        const auto text =
            std::string(before, 'a') + static_cast<char>(byte) + std::string(after, 'z');
        CAPTURE(byte);
        CAPTURE(before);
        REQUIRE(ours(text) == dump(text));
      }
}

TEST_CASE("every beginning of three bytes, valid UTF-8 or not, is written as nlohmann writes it") {
  // Of each class of bytes that UTF-8 tells apart, its first and its last.
  constexpr std::array<unsigned char, 22> edges{0x00, 0x1F, 0x22, 0x41, 0x5C, 0x7F, 0x80, 0x8F,
                                                0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0,
                                                0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF};
  for (const auto a : edges)
    for (const auto b : edges)
      for (const auto c : edges)
        for (const auto d : edges) {
          const std::string text{static_cast<char>(a), static_cast<char>(b), static_cast<char>(c),
                                 static_cast<char>(d)};
          REQUIRE(ours(text) == dump(text));
        }
}

TEST_CASE("values are written as nlohmann writes them") {
  for (const auto seed : seeds(3000)) {
    CAPTURE(seed);
    Random random(seed);
    const auto value = random_json(random);
    REQUIRE(ours(value) == dump(value));
  }
}

TEST_CASE("numbers are written as nlohmann writes them") {
  Random random(1);
  for (int i = 0; i < 100'000; ++i) {
    const double number = random_number(random);
    std::string text;
    append_json_number(text, number);
    REQUIRE(text == dump(number));
  }
  using Limits = std::numeric_limits<std::int64_t>;
  for (const auto number : {std::int64_t{0}, std::int64_t{-1}, Limits::min(), Limits::max()}) {
    std::string text;
    append_json_number(text, number);
    CHECK(text == dump(number));
  }
  std::string text;
  append_json_number(text, std::numeric_limits<std::uint64_t>::max());
  CHECK(text == "18446744073709551615");
}

TEST_CASE("what is appended leaves what was there alone") {
  std::string text = "a:";
  append_json_string(text, "b");
  append_json(text, json{{"c", {1, "d"}}});
  append_json(text, json::array());
  CHECK(text == R"(a:"b"{"c":[1,"d"]}[])");
}

TEST_CASE("a writer puts commas where they belong, and nowhere else") {
  std::string text = "before ";
  JsonWriter writer(text);
  writer.begin_object();
  writer.member("int", -1);
  writer.member("count", std::uint32_t{7});
  writer.member("score", 8.0);
  writer.member("yes", true);
  writer.member("none", nullptr);
  writer.member("absent", std::optional<double>());
  writer.member("there", std::optional<double>(0.5));
  writer.member("word", "a\"b");
  writer.member("view", std::string_view("["));
  writer.member("string", std::string(":"));
  writer.member("json", json{{"k", {1, 2}}});
  writer.key("list");
  writer.begin_array();
  writer.value(1);
  writer.begin_object();
  writer.end_object();
  writer.begin_array();
  writer.end_array();
  writer.text(R"({"ready":1})");
  writer.value("last");
  writer.end_array();
  writer.end_object();
  CHECK(text == R"(before {"int":-1,"count":7,"score":8.0,"yes":true,"none":null,"absent":null,)"
                R"("there":0.5,"word":"a\"b","view":"[","string":":","json":{"k":[1,2]},)"
                R"("list":[1,{},[],{"ready":1},"last"]})");
}
