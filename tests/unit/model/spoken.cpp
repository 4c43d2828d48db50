#include "unit/model/spoken.hpp"

#include <doctest/doctest.h>

#include "config/providers.hpp"
#include "unit/model/exchange.hpp"

namespace judge::test {

Spoken::Spoken(Provider provider, Api api) {
  const auto& defaults = defaults_of(provider);
  model.provider = provider;
  model.api = api;
  model.model = "some-model";
  model.deployment = "some-model";
  model.base_url = defaults.base_url.empty() ? "https://host.example" : defaults.base_url;
  model.api_version = defaults.api_version;
  model.region = "us-east-1";
}

nlohmann::json Spoken::body(ReplyFormat format) const {
  return body(question(format));
}

nlohmann::json Spoken::body(const ChatRequest& request) const {
  const auto dialect = make_dialect(model);
  const auto text = dialect->encode(model, request);
  CHECK(text == dialect->encode(model, request));
  return nlohmann::json::parse(text);
}

std::string Spoken::url() const {
  return make_dialect(model)->url(model);
}

std::string Spoken::header(const std::string& name) const {
  const Secret key("the-secret-key");
  std::string all;
  for (const auto& [header, value] : make_dialect(model)->headers(model, &key))
    if (header == name) all += value + "|";
  return all;
}

std::expected<ChatReply, CallError> Spoken::decode(int status, const std::string& body,
                                                   std::initializer_list<Header> headers) const {
  return make_dialect(model)->decode(reply(status, body, headers), now);
}

ChatReply Spoken::answer(const std::string& body) const {
  auto decoded = decode(200, body);
  REQUIRE_MESSAGE(decoded, decoded.error().code);
  return *decoded;
}

CallError Spoken::error(int status, const std::string& body,
                        std::initializer_list<Header> headers) const {
  auto decoded = decode(status, body, headers);
  REQUIRE(!decoded);
  return decoded.error();
}

ChatRequest question(ReplyFormat format) {
  return {.messages = {{"system", "Be brief."}, {"user", "2 + 2?"}},
          .format = format,
          .schema_name = "verdict",
          .schema = R"({"type":"object","properties":{"explanation":{"type":"string"},)"
                    R"("choice":{"type":"integer","minimum":1,"maximum":10}},)"
                    R"("required":["explanation","choice"],"additionalProperties":false})"};
}

void check_errors(const Spoken& spoken, std::initializer_list<ErrorRow> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.body);
    const auto error = spoken.error(row.status, row.body);
    CHECK(name(error.error_class) == name(row.error_class));
    CHECK(error.code == row.code);
  }
}

}  // namespace judge::test
