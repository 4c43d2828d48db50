#include "base/secret.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

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
