#include <doctest/doctest.h>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;

namespace {

const Headers kHeaders{{"x-api-key", "k"}, {"anthropic-version", "2023-06-01"}};
const Headers kNewHeaders{{"authorization", "Bearer k"}, {"anthropic-version", "2026-10-21"}};

Customer customer(const MockOptions& options = {}, const Headers& headers = kHeaders) {
  return Customer("/v1/messages", headers, options);
}

Json request(const std::string& prompt = "Say something.") {
  return {{"model", "claude"},
          {"max_tokens", 500},
          {"messages", Json::array({{{"role", "user"}, {"content", prompt}}})}};
}

Json with(Json base, const char* key, Json value) {
  base[key] = std::move(value);
  return base;
}

std::string complaint(const Json& body, const Headers& headers = kHeaders) {
  auto one = customer({}, headers);
  const auto said = one.ask(body);
  CHECK(said.status == 400);
  CHECK(said.body["type"] == "error");
  CHECK(said.body["error"]["type"] == "invalid_request_error");
  return said.body["error"]["message"];
}

Json formatted(Json schema) {
  return with(request(score_question(1)), "output_config",
              {{"format", {{"type", "json_schema"}, {"schema", std::move(schema)}}}});
}

}  // namespace

TEST_CASE("Anthropic: an answer has the shape of a message") {
  auto one = customer();
  const auto said = one.ask(request());
  CHECK(said.status == 200);
  CHECK(said.body["id"].get<std::string>().starts_with("msg_"));
  CHECK(said.body["type"] == "message");
  CHECK(said.body["role"] == "assistant");
  CHECK(said.body["model"] == "claude");
  CHECK(said.body["content"].size() == 1);
  CHECK(said.body["content"][0]["type"] == "text");
  CHECK(said.body["stop_reason"] == "end_turn");
  CHECK(said.body["stop_sequence"].is_null());
  CHECK(said.body["usage"]["input_tokens"] == 4);
  CHECK(said.body["usage"]["output_tokens"] > 0);
  CHECK(said.header("request-id").starts_with("req_"));
}

TEST_CASE("Anthropic: the system's words and every text block are part of the prompt") {
  auto one = customer();
  auto body = request();
  body["system"] = Json::array({{{"type", "text"}, {"text", "Be brief."}}});
  body["messages"][0]["content"] = Json::array({{{"type", "text"}, {"text", "One"}},
                                                {{"type", "image"}, {"source", Json::object()}},
                                                {{"type", "text"}, {"text", "Two"}}});
  // "Be brief.", a blank line and "OneTwo" are 17 bytes.
  CHECK(one.ask(body).body["usage"]["input_tokens"] == 5);
}

TEST_CASE("Anthropic: structured output fits its schema, and what it does not take is refused") {
  auto one = customer();
  const auto text = one.ask(formatted(score_schema())).body["content"][0]["text"];
  CHECK(score_in(text) >= 1);
  auto bounded = score_schema();
  bounded["properties"]["score"] = {{"type", "integer"}, {"minimum", 1}, {"maximum", 5}};
  CHECK(complaint(formatted(bounded)) ==
        "output_config.format.schema: For 'integer' type, properties maximum, minimum are not "
        "supported");
  auto open = score_schema();
  open.erase("additionalProperties");
  CHECK(complaint(formatted(open)).contains("'additionalProperties' must be"));
  auto weak = customer({.response_format = "text"});
  CHECK(weak.ask(formatted(score_schema()))
            .body["error"]["message"]
            .get<std::string>()
            .contains("output_config.format"));
}

TEST_CASE("Anthropic: from 2026-10-21 on nothing tells the model how to sample") {
  for (const char* name : {"temperature", "top_p", "top_k"}) {
    const auto body = with(request(), name, 1);
    auto old = customer();
    CHECK(old.ask(body).status == 200);
    CHECK(complaint(body, kNewHeaders) == std::string(name) + ": Extra inputs are not permitted");
  }
  auto fresh = customer({}, kNewHeaders);
  CHECK(fresh.ask(request()).status == 200);
}

TEST_CASE("Anthropic: a request that it would refuse is refused in its words") {
  CHECK(complaint(with(request(), "foo", 1)) == "foo: Extra inputs are not permitted");
  CHECK(complaint(with(request(), "n", 1)).starts_with("n: "));
  CHECK(complaint(with(request(), "max_tokens", nullptr)) == "max_tokens: Field required");
  CHECK(complaint(with(request(), "max_tokens", 0)).starts_with("max_tokens: "));
  CHECK(complaint(with(request(), "model", nullptr)) == "model: Field required");
  CHECK(complaint(with(request(), "temperature", 1.5)) == "temperature: range: 0..1");
  CHECK(complaint(with(request(), "stream", true)).starts_with("stream: "));
  CHECK(complaint(with(request(), "messages", Json::array())).starts_with("messages: "));
  CHECK(complaint("{").contains("malformed"));
  const auto message = [](Json one) {
    return complaint(with(request(), "messages", Json::array({std::move(one)})));
  };
  CHECK(message({{"role", "system"}, {"content", "x"}}).contains("\"system\""));
  CHECK(message({{"role", "user"}, {"content", ""}}).contains("non-empty"));
  CHECK(message({{"role", "user"}, {"content", "x"}, {"name", "y"}}) ==
        "messages.0.name: Extra inputs are not permitted");
  CHECK(message({{"role", "user"}}) == "messages.0.content: Field required");
}

TEST_CASE("Anthropic: key and version come in headers") {
  auto one = customer({.api_key = "k"});
  CHECK(one.ask(request()).status == 200);
  one.headers = kNewHeaders;
  CHECK(one.ask(request()).status == 200);
  one.headers = {{"x-api-key", "wrong"}, {"anthropic-version", "2023-06-01"}};
  const auto denied = one.ask(request());
  CHECK(denied.status == 401);
  CHECK(denied.body["error"]["type"] == "authentication_error");
  CHECK(complaint(request(), {{"x-api-key", "k"}}).contains("header is required"));
  CHECK(complaint(request(), {{"anthropic-version", "latest"}}).contains("must be a date"));
}

TEST_CASE("Anthropic: limits are told in its own headers, with RFC 3339 times") {
  auto one = customer({.rpm = 60, .burst = 2});
  const auto said = one.ask(request());
  CHECK(said.header("anthropic-ratelimit-requests-limit") == "60");
  CHECK(said.header("anthropic-ratelimit-requests-remaining") == "1");
  CHECK(said.header("anthropic-ratelimit-requests-reset") == "2026-11-21T00:00:01Z");
  one.ask(request());
  const auto refused = one.ask(request());
  CHECK(refused.status == 429);
  CHECK(refused.body["error"]["type"] == "rate_limit_error");
  CHECK(refused.header("retry-after") == "1");
  CHECK(refused.header("retry-after-ms").empty());
  CHECK(refused.header("anthropic-ratelimit-requests-remaining") == "0");
  CHECK(refused.body["request_id"] == refused.header("request-id"));
}

TEST_CASE("Anthropic: faults come in its error envelope") {
  const std::pair<const char*, const char*> faults[] = {{"400=1", "invalid_request_error"},
                                                        {"401=1", "authentication_error"},
                                                        {"402=1", "billing_error"},
                                                        {"403=1", "permission_error"},
                                                        {"404=1", "not_found_error"},
                                                        {"429=1", "rate_limit_error"},
                                                        {"500=1", "api_error"},
                                                        {"504=1", "timeout_error"},
                                                        {"529=1", "overloaded_error"}};
  for (const auto& [fault, type] : faults) {
    auto one = customer({.fail = fault});
    const auto said = one.ask(request());
    CHECK(std::to_string(said.status) == std::string(fault).substr(0, 3));
    CHECK(said.body["error"]["type"] == type);
  }
  auto poor = customer({.fail = "billing=1"});
  const auto said = poor.ask(request());
  CHECK(said.status == 400);
  CHECK(said.body["error"]["message"].get<std::string>().contains("credit balance is too low"));
}

TEST_CASE("Anthropic: refusals, cut and empty answers, and those without usage") {
  const auto said = [](const char* fault) {
    auto one = customer({.fail = fault});
    return one.ask(request()).body;
  };
  CHECK(said("refusal=1")["stop_reason"] == "refusal");
  CHECK(said("refusal=1")["content"].empty());
  CHECK(said("length=1")["stop_reason"] == "max_tokens");
  CHECK(said("length=1")["content"].empty());
  CHECK(said("empty=1")["content"].empty());
  CHECK_FALSE(said("nousage=1").contains("usage"));
}

TEST_CASE("Anthropic: prompts are cached only where the request asks for it") {
  auto one = customer({.prompt_cache = "5m"});
  auto body = request(std::string(5000, 'x'));
  for (int i = 0; i < 2; ++i) CHECK(one.ask(body).body["usage"]["input_tokens"] == 1250);
  body["messages"][0]["content"] = Json::array({{{"type", "text"},
                                                 {"text", std::string(5000, 'x')},
                                                 {"cache_control", {{"type", "ephemeral"}}}}});
  const auto first = one.ask(body).body["usage"];
  CHECK(first["cache_creation_input_tokens"] == 1152);
  CHECK(first["cache_read_input_tokens"] == 0);
  CHECK(first["input_tokens"] == 1250 - 1152);
  const auto second = one.ask(body).body["usage"];
  CHECK(second["cache_creation_input_tokens"] == 0);
  CHECK(second["cache_read_input_tokens"] == 1152);
}
