#include "config/secrets.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("headers that hold secrets are known by their names") {
  for (const auto* name : {"Authorization", "authorization", "Proxy-Authorization", "X-Api-Key",
                           "api-key", "Cookie", "X-Auth-Token", "Ocp-Apim-Subscription-Key"})
    CHECK(holds_secret(name));
  for (const auto* name : {"User-Agent", "X-Title", "OpenAI-Organization", "anthropic-version"})
    CHECK_FALSE(holds_secret(name));
}

TEST_CASE("of a model its keys, and the secrets in its headers, are redacted") {
  ModelConfig model;
  model.api_keys = {{Secret("sk-first-key"), "env:A"}, {Secret("sk-second-key"), "env:B"}};
  model.headers = {{"Authorization", "Negotiate tk-of-the-header"},
                   {"Cookie", "session=ck-of-the-cookie; language=portuguese"},
                   {"X-Api-Key", "hk two words"},
                   {"X-Title", "my application"}};
  Redactor redactor;
  add_secrets(model, redactor);
  CHECK(redactor.redact("sk-first-key sk-second-key tk-of-the-header ck-of-the-cookie") ==
        "[key] [key] [key] [key]");
  CHECK(redactor.redact("Negotiate tk-of-the-header, hk two words") == "[key], [key]");
  CHECK(redactor.redact("Negotiate session language my application two words") ==
        "Negotiate session language my application two words");
}
