// Replies are parsed by simdjson; what it refuses is read by nlohmann and repaired. Whichever it
// was, the reply must say the same.
#include "model/reply_json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "model/reply_repair.hpp"
#include "support/random_json.hpp"
#include "support/seeds.hpp"
#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

/// "too_deep", or canonical JSON, or "" for what is none: by simdjson as far as it goes.
std::string ours(const std::string& body) {
  const auto root = parse_reply(body);
  if (root) return canonical(*root);
  return root.error().code == "too_deep" ? "too_deep" : "";
}

/// The same by nlohmann alone.
std::string by_dom(const std::string& body) {
  return repaired_json(body).value_or("");
}

std::string nested(std::size_t depth, const std::string& inmost) {
  return std::string(depth, '[') + inmost + std::string(depth, ']');
}

/// A body with something in it that readers of JSON do not agree on.
std::string damaged(std::string body, Random& random) {
  using namespace std::string_view_literals;
  static constexpr std::array pieces{"\0"sv,
                                     "\xFF"sv,
                                     "\xEF\xBB\xBF"sv,
                                     "\\ud800"sv,
                                     "\\udc00"sv,
                                     "\\ud83d\\ude00"sv,
                                     "\\u0000"sv,
                                     "\\x"sv,
                                     "\\u12"sv,
                                     "\""sv,
                                     "\n"sv,
                                     "\x01"sv,
                                     "1e999"sv,
                                     "-0"sv,
                                     "01"sv,
                                     "1."sv,
                                     "-"sv,
                                     "1e400"sv,
                                     "null"sv,
                                     "NaN"sv,
                                     "tru"sv,
                                     "[]"sv,
                                     "{}"sv,
                                     ",,"sv,
                                     "]"sv,
                                     "}"sv,
                                     ":"sv,
                                     "//"sv,
                                     "18446744073709551616"sv,
                                     "/**/"sv,
                                     "\xC2\xA0"sv,
                                     "\xED\xA0\x80"sv,
                                     "\\"sv,
                                     "-9223372036854775809"sv};
  for (auto left = 1 + random.below(3); left > 0; --left) {
    const auto at = random.below(body.size() + 1);
    const auto piece = pieces[random.below(pieces.size())];
    switch (random.below(4)) {
      case 0:
        body.insert(at, piece);
        break;
      case 1:
        body.replace(at, piece.size(), piece);
        break;
      case 2:
        body.erase(at, random.below(4));
        break;
      default:
        body.insert(at, body.substr(random.below(body.size() + 1), random.below(40)));
    }
  }
  return body;
}

std::string random_reply(Random& random) {
  auto message = json{{"content", random_text(random)}, {"x", random_json(random)}};
  // Twice the same key now and then: the last one counts.
  auto text = message.dump(-1, ' ', random.below(2) == 0, json::error_handler_t::replace);
  if (random.below(3) == 0) text.insert(1, R"("content":"first","x":{"x":1},)");
  return completion(text, "stop", R"(,"usage":{"prompt_tokens":5,"completion_tokens":1.0})");
}

TEST_CASE("every reply reads as nlohmann's DOM would, damaged or not") {
  std::size_t read = 0, refused = 0;
  for (const auto seed : seeds(5000)) {
    CAPTURE(seed);
    Random random(seed);
    auto body = random_reply(random);
    if (random.below(4) != 0) body = damaged(std::move(body), random);
    CAPTURE(body);
    const auto expected = by_dom(body);
    REQUIRE(ours(body) == expected);
    ++(expected.empty() ? refused : read);
  }
  if (read + refused < 1000) return;
  CHECK(read > (read + refused) / 5);
  CHECK(refused > (read + refused) / 5);
}

TEST_CASE("a hundred levels are not too deep, and the next one is, whatever it holds") {
  for (const auto* inmost : {"", "1", "\"[[\"", "{}", "[]", R"({"a":1})"}) {
    const std::size_t own = std::string_view(inmost).find_first_of("{[") == 0 ? 1 : 0;
    for (std::size_t depth = 95; depth <= 105; ++depth) {
      CAPTURE(inmost);
      CAPTURE(depth);
      const auto body = nested(depth, inmost);
      CHECK(ours(body) == (depth + own > 100 ? "too_deep" : body));
    }
  }
}

TEST_CASE("a reply is read the same after any other") {
  const std::array bodies{completion(R"({"content":"7"})"),          std::string("{"),
                          completion("{\"content\":\"a\xFF\"}"),     nested(99, "[]"),
                          "\"" + std::string(3'000'000, 'x') + "\"", std::string("[1e5,{}]")};
  for (const auto& first : bodies)
    for (const auto& second : bodies) {
      static_cast<void>(parse_reply(first));
      CHECK(ours(second) == by_dom(second));
    }
}

TEST_CASE("numbers beyond 64 bits, a byte order mark and a NUL behind the text are no faults") {
  CHECK(ours("[123456789012345678901234567890,-9223372036854775809]") ==
        "[1.2345678901234568e+29,-9.223372036854776e+18]");
  CHECK(ours("\xEF\xBB\xBF[1]") == "[1]");
  CHECK(ours(std::string("[1]\0 ", 5)) == "[1]");
}

TEST_CASE("what is no finite number is null, and loses no answer") {
  CHECK(ours("[1e999,-1e400,NaN,Infinity,-Infinity,nan]") == "[null,null,null,null,null,null]");
  CHECK(ours(R"(["1e999 NaN \" NaN",1e-999])") == R"(["1e999 NaN \" NaN",0.0])");
  for (const auto* broken : {"[1e999", "1e999]", "[NaN NaN]", "[1e999x]", "[+Infinity9]", "[N]"})
    CHECK(ours(broken).empty());
  const auto reply = answer_of(completion(
      R"({"content":"7"})", "stop", R"(,"usage":{"prompt_tokens":1e400,"completion_tokens":NaN})"));
  CHECK(reply.text == "7");
  CHECK(!reply.usage);
}

}  // namespace
}  // namespace judge::test
