#include "base/text.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/screen.hpp"

using namespace judge;
using namespace std::string_literals;

TEST_CASE("valid UTF-8 of every length is accepted") {
  CHECK_FALSE(invalid_utf8(""));
  CHECK_FALSE(invalid_utf8("plain ASCII, longer than a machine word"));
  CHECK_FALSE(invalid_utf8("é ß 漢字 🙂 and back to ASCII 漢"));
  CHECK_FALSE(invalid_utf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));  // beside the forbidden
  CHECK_FALSE(invalid_utf8("nul \0 inside"s));
}

TEST_CASE("invalid UTF-8 is found at its first byte, wherever it stands") {
  const std::string bad[] = {
      "\x80",              // a continuation on its own
      "\xC0\x80",          // overlong
      "\xC1\xBF",          //
      "\xE0\x9F\xBF",      //
      "\xF0\x8F\xBF\xBF",  //
      "\xED\xA0\x80",      // a surrogate
      "\xF4\x90\x80\x80",  // above U+10FFFF
      "\xF5\x80\x80\x80",  //
      "\xFF",              //
      "\xE2\x82",          // cut off
      "\xE2\x82g",         // broken off
  };
  for (const auto& bytes : bad)
    for (std::size_t before = 0; before < 20; ++before)
      for (const auto* after : {"", " and more text behind it"}) {
        CAPTURE(bytes);
        const auto found = invalid_utf8(std::string(before, 'x') + bytes + after);
        REQUIRE(found);
        CHECK(*found == before);
      }
  CHECK(invalid_utf8("é\xFF") == 2);
}

TEST_CASE("what could move the cursor or turn the text around is shown as an escape") {
  CHECK(printable("a\nb\tc\rd") == "a\\nb\\tc\\rd");
  CHECK(printable("\x1b[31mred\x7f\0!"s) == "\\x1b[31mred\\x7f\\x00!");
  CHECK(printable("\u009b31m") == "\\u009b31m");
  CHECK(printable("\u202e\u2066\u200f\u061c\u2028\u2029") ==
        "\\u202e\\u2066\\u200f\\u061c\\u2028\\u2029");
  CHECK(printable("ok \xff\xc3") == "ok \\xff\\xc3");
  CHECK(printable("漢字 é 🙂") == "漢字 é 🙂");
}

TEST_CASE("every control that a terminal may obey is escaped, and its neighbours are not") {
  const auto encoded = [](char32_t c) {
    std::string text;
    if (c < 0x80) return std::string(1, static_cast<char>(c));
    if (c >= 0x800) text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(c >= 0x800 ? 0x80 | ((c >> 6) & 0x3F) : 0xC0 | (c >> 6));
    return text + static_cast<char>(0x80 | (c & 0x3F));
  };
  for (char32_t c = 0; c < 0x2100; ++c) {
    const bool dangerous = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C || c == 0x180E ||
                           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                           (c >= 0x2060 && c <= 0x206F);
    CAPTURE(static_cast<unsigned>(c));
    CHECK((printable(encoded(c)) != encoded(c)) == dangerous);
  }
}

TEST_CASE("what has no width is shown, but joiners between letters and emoji join") {
  CHECK(printable("q\u200b1 \ufeffq \U000e0041") == "q\\u200b1 \\ufeffq \\u{e0041}");
  CHECK(printable("q\u200d1 \u200c") == "q\\u200d1 \\u200c");
  CHECK(printable("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻");
}

TEST_CASE("a message keeps its lines and is not cut") {
  CHECK(printable_lines("a\x1b[2J\nb\r\n") == "a\\x1b[2J\nb\\r\n");
  CHECK(printable_lines("").empty());
  CHECK(printable_lines(std::string(1000, '\a')).size() == 4000);
}

TEST_CASE("JSON for the screen is the same JSON") {
  const nlohmann::json hostile = "é\u007f\u009b2J\u202e\u2028\ufeff\U000e0041🙂\x1b";
  const auto shown = printable_json(hostile.dump());
  CHECK(shown == R"("é\u007f\u009b2J\u202e\u2028\ufeff\udb40\udc41🙂\u001b")");
  CHECK(nlohmann::json::parse(shown) == hostile);
  CHECK(printable_json("{\n  \"a\": 1\n}\n") == "{\n  \"a\": 1\n}\n");
}

TEST_CASE("text for the screen is cut by code points and never inside one or inside an escape") {
  CHECK(printable("abcdef", 3) == "abc…");
  CHECK(printable("abc", 3) == "abc");
  CHECK(printable("漢字漢字", 3) == "漢字漢…");
  CHECK(printable("ab\x1b", 4) == "ab…");
  CHECK(printable(std::string(1'000'000, 'x')).size() == 200 + "…"s.size());
}

TEST_CASE("the nearest known word is named only for a slip of the hand") {
  const std::vector<std::string> keys = {"max_connections", "api_keys", "rpm", "tpm", "timeout"};
  CHECK(nearest("max_conections", keys) == "max_connections");
  CHECK(nearest("MAX_CONNECTIONS", keys) == "max_connections");
  CHECK(nearest("tiemout", keys) == "timeout");  // two neighbours swapped
  CHECK(nearest("api_key", keys) == "api_keys");
  CHECK(nearest("rmp", keys) == "rpm");
  CHECK_FALSE(nearest("temperature", keys));
  CHECK_FALSE(nearest("x", keys));
  CHECK_FALSE(nearest("", keys));
  CHECK_FALSE(nearest(std::string(1'000'000, 'x'), keys));
  CHECK_FALSE(nearest("rpm", {}));
}

TEST_CASE("trimming takes white space off both ends only") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim(" \n ") == "");
  CHECK(trim("") == "");
}

TEST_CASE("lower-casing and prefixes know ASCII letters only") {
  CHECK(lower("AbC-Ä") == "abc-Ä");
  CHECK(starts_with_ignoring_case("Content-Type: x", "content-type:"));
  CHECK_FALSE(starts_with_ignoring_case("Content", "content-type"));
  CHECK_FALSE(starts_with_ignoring_case("@", "`"));  // not letters, though 32 apart
}
