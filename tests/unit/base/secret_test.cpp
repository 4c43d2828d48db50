#include "base/secret.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <random>

using namespace judge;

template <class T>
concept streamable = requires(std::ostream& out, const T& value) { out << value; };

// What a key must never be able to do.
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!std::is_constructible_v<nlohmann::json, Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!streamable<Secret>);

TEST_CASE("every occurrence of every secret is taken out") {
  Redactor redactor;
  CHECK(redactor.empty());
  redactor.add(Secret("sk-first-key"));
  redactor.add(Secret("sk-second-key"));
  CHECK_FALSE(redactor.empty());
  CHECK(redactor.redact("Bearer sk-first-key, again sk-first-key, sk-second-keysk-first-key") ==
        "Bearer [key], again [key], [key][key]");
  CHECK(redactor.redact("nothing here") == "nothing here");
}

TEST_CASE("secrets too short to be told from words are not looked for") {
  Redactor redactor;
  redactor.add(Secret(""));
  redactor.add(Secret("test"));
  CHECK(redactor.redact("a test of testing") == "a test of testing");
}

TEST_CASE("a secret is found however JSON, URLs and HTML escape its characters") {
  Redactor redactor;
  redactor.add(Secret("sk-a/b+c\"d9"));
  for (const auto* text : {R"(sk-a/b+c"d9)", R"(sk-a\/b+c\"d9)", R"(\u0073k-a\/b\u002Bc\u0022d9)",
                           R"(\\u0073k-a/b+c\\\"d9)", R"(\\\\u0073\\\\u006b-a/b+c\\\\\\\"d9)",
                           R"(\x73k-a/b+c\x22d9)", "sk-a%2Fb%2bc%22d9",
                           "%73%6B%2D%61%2F%62%2B%63%22%64%39", "sk-a&#47;b&#x2b;c&#34;d&#x39;"}) {
    CAPTURE(text);
    CHECK(redactor.redact(text) == "[key]");
    CHECK(redactor.redact("<" + std::string(text) + ">") == "<[key]>");
  }
  CHECK(redactor.redact(R"(\u0074k-a/b+c"d9)") == R"(\u0074k-a/b+c"d9)");
}

TEST_CASE("JSON that held a secret is still JSON") {
  const std::string key = R"(nk-a"b\c/d9)";
  Redactor redactor;
  redactor.add(Secret(key));
  for (const auto& before : {"", "\n", "\\", "\"", "\\\\", "n", "\t\"\\"}) {
    nlohmann::json json = before + key + before;
    CAPTURE(json.dump());
    CHECK(nlohmann::json::parse(redactor.redact(json.dump())).get<std::string>().contains("[key]"));
    const nlohmann::json twice = json.dump();
    const auto redacted = nlohmann::json::parse(redactor.redact(twice.dump()));
    CHECK(nlohmann::json::parse(redacted.get<std::string>()).get<std::string>().contains("[key]"));
  }
}

TEST_CASE("a secret is found in base64, whatever it was encoded together with") {
  Redactor redactor;
  redactor.add(Secret("sk-unique-4f9a2c77d1"));
  CHECK(redactor.redact("c2stdW5pcXVlLTRmOWEyYzc3ZDE=") == "[key]E=");
  CHECK(redactor.redact("QmVhcmVyIHNrLXVuaXF1ZS00ZjlhMmM3N2Qx") == "QmVhcmVyIH[key]");
  CHECK(redactor.redact("eyJrIjoic2stdW5pcXVlLTRmOWEyYzc3ZDEifQ==").contains("[key]"));
}

TEST_CASE("the beginning of a secret is taken out where the text was cut off in it") {
  Redactor redactor;
  redactor.add(Secret("sk-unique-4f9a2c77d1"));
  CHECK(redactor.redact("bad key sk-unique-4") == "bad key [key]");
  CHECK(redactor.redact("bad key sk-unique-4…") == "bad key [key]…");
  CHECK(redactor.redact("bad key sk-unique-4... (401)") == "bad key [key]... (401)");
  CHECK(redactor.redact("a sk-uniqu") == "a [key]");
  CHECK(redactor.redact("a sk-uniq") == "a sk-uniq");
  CHECK(redactor.redact("sk-unique-5") == "sk-unique-5");
}

TEST_CASE("of two secrets of which one begins with the other, the longer is taken out whole") {
  Redactor redactor;
  redactor.add(Secret("sk-abcdefgh"));
  redactor.add(Secret("sk-abcdefgh-more"));
  CHECK(redactor.redact("sk-abcdefgh-more, sk-abcdefgh-less") == "[key], [key]-less");
}

TEST_CASE("text that is made to be slow to search is searched in time") {
  Redactor redactor;
  redactor.add(Secret("aaaaaaaaaaaaaaaaaaaaaaab"));
  redactor.add(Secret("\\\\\\\\\\\\\\\\\\b"));
  const std::string runs[] = {std::string(1 << 22, '\\'), std::string(1 << 22, 'a'),
                              std::string(1 << 22, '%')};
  for (const auto& run : runs) CHECK(redactor.redact(run + "x").size() == run.size() + 1);
}

TEST_CASE(
    "whatever surrounds a secret in JSON, it stays JSON, and no string of it has the secret") {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t n) { return std::size_t{random()} % n; };
  constexpr std::string_view noise = "\\\"/u0%&#;x3n";
  for (int round = 0; round < 3000; ++round) {
    std::string key = "k";
    while (key.size() < 8 + below(8)) key += below(2) ? noise[below(noise.size())] : 'a';
    key += 'z';
    Redactor redactor;
    redactor.add(Secret(key));
    std::string text;
    for (std::size_t i = below(6); i > 0; --i)
      text += below(3) == 0 ? key : std::string(1, noise[below(noise.size())]);
    nlohmann::json json = text;
    for (std::size_t depth = below(3); depth > 0; --depth) json = json.dump();
    CAPTURE(key);
    CAPTURE(json.dump());
    auto inner = nlohmann::json::parse(redactor.redact(json.dump()), nullptr, false);
    for (; inner.is_string();
         inner = nlohmann::json::parse(inner.get<std::string>(), nullptr, false))
      REQUIRE_FALSE(inner.get<std::string>().contains(key));
    CHECK_FALSE(nlohmann::json::parse(redactor.redact(json.dump()), nullptr, false).is_discarded());
  }
}
