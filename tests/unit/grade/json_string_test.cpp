// A string of a judge's lenient JSON is read by hand: it must say what strict JSON would.
#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "grade/json_objects.hpp"
#include "support/random_json.hpp"
#include "support/seeds.hpp"

using namespace judge;
using nlohmann::json;

namespace {

std::string text_of(std::string_view raw) {
  return JsonScalar{JsonScalar::Kind::string, raw}.text();
}

/// Rewritten so that nlohmann takes it: what JSON would have escaped is, \' is no escape.
std::string by_nlohmann(std::string_view raw) {
  std::string strict = "\"";
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char c = raw[at];
    if (c == '\\' && at + 1 < raw.size()) {
      if (raw[++at] != '\'') strict += c;
      strict += raw[at];
    } else if (c == '"') {
      strict += "\\\"";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view digits = "0123456789abcdef";
      strict += "\\u00";
      strict += digits[static_cast<unsigned char>(c) >> 4];
      strict += digits[c & 15];
    } else {
      strict += c;
    }
  }
  const auto value = json::parse(strict + '"', nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::string random_raw(Random& random) {
  constexpr std::array pieces{
      "\\n",     "\\\"",           "\\\\",    "\\/",
      "\\'",     "\\b\\f\\r\\t",   "\\u0041", "\\u00e9",
      "\\u6f22", "\\ud83d\\ude00", "\\ud83d", "\\ude00",
      "\\u12",   "\\uD83D\\u0041", "\\u0000", "\\x",
      "\\",      "\\U0041",        "\\u+123", "\\u 123",
      "\\u-001", "\\u0x12",        "\\uffff", "\\u07ff\\u0800\\ud7ff\\ue000"};
  std::string raw;
  for (auto left = random.below(6); left > 0; --left)
    raw += random.below(3) == 0 ? random_text(random, 2) : pieces[random.below(pieces.size())];
  return raw;
}

}  // namespace

TEST_CASE("a string of lenient JSON says what strict JSON would say") {
  std::size_t said = 0, wrong = 0;
  for (const auto seed : seeds(5000)) {
    CAPTURE(seed);
    Random random(seed);
    const auto raw = random_raw(random);
    CAPTURE(raw);
    const auto expected = by_nlohmann(raw);
    REQUIRE(text_of(raw) == expected);
    ++(expected.empty() ? wrong : said);
  }
  if (said + wrong < 1000) return;
  CHECK(said > (said + wrong) / 10);
  CHECK(wrong > (said + wrong) / 10);
}

TEST_CASE("every code point may be escaped, and half a pair is none") {
  for (unsigned unit = 0; unit <= 0xFFFF; ++unit) {
    std::array<char, 8> raw{};
    std::snprintf(raw.data(), raw.size(), "\\u%04X", unit);
    REQUIRE(text_of(raw.data()) == by_nlohmann(raw.data()));
  }
  CHECK(text_of("\\uD800\\uDC00") == "\xF0\x90\x80\x80");
  CHECK(text_of("\\uDBFF\\uDFFF") == "\xF4\x8F\xBF\xBF");
}
