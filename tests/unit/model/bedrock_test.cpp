#include <doctest/doctest.h>

#include "config/secrets.hpp"
#include "model/endpoint.hpp"
#include "unit/model/spoken.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

Spoken bedrock() {
  Spoken spoken(Provider::bedrock);
  spoken.model.base_url = "https://bedrock-runtime.us-east-1.amazonaws.com";
  spoken.model.model = "anthropic.claude-3-haiku-20240307-v1:0";
  return spoken;
}

TEST_CASE("bedrock: params that are not Converse's own are the model's") {
  auto spoken = bedrock();
  spoken.model.params = {
      {"maxTokens", 64}, {"topP", 1}, {"top_k", 5}, {"inferenceConfig", {{"temperature", 0}}}};
  CHECK(spoken.body() == json::parse(R"({"system":[{"text":"Be brief."}],
    "messages":[{"role":"user","content":[{"text":"2 + 2?"}]}],
    "inferenceConfig":{"temperature":0,"maxTokens":64,"topP":1},
    "additionalModelRequestFields":{"top_k":5}})"));
}

TEST_CASE("bedrock: a schema is text in the request") {
  const auto structure =
      bedrock().body(ReplyFormat::json_schema)["outputConfig"]["textFormat"]["structure"];
  CHECK(structure["jsonSchema"]["name"] == "verdict");
  CHECK(
      structure["jsonSchema"]["schema"] ==
      R"({"type":"object","properties":{"explanation":{"type":"string"},"choice":{"type":"integer"}},)"
      R"("required":["explanation","choice"],"additionalProperties":false})");
}

TEST_CASE("bedrock: a key with an id signs and is not sent, any other is sent") {
  const auto spoken = bedrock();
  const auto dialect = make_dialect(spoken.model);
  CHECK(spoken.url() ==
        "https://bedrock-runtime.us-east-1.amazonaws.com/model/"
        "anthropic.claude-3-haiku-20240307-v1%3A0/converse");
  ApiKey key{Secret("the-secret"), "env:AWS_ACCESS_KEY_ID"};
  key.aws_id = "AKIDEXAMPLE";
  key.aws_session = Secret("the-session");
  const auto signs = endpoint_of(*dialect, spoken.model, &key);
  REQUIRE(signs.aws);
  CHECK(signs.aws->region == "us-east-1");
  for (const auto& [name, value] : signs.headers) CHECK(value.find("the-se") == std::string::npos);
  const ApiKey bearer{Secret("bearer-key"), "env:AWS_BEARER_TOKEN_BEDROCK"};
  CHECK(!endpoint_of(*dialect, spoken.model, &bearer).aws);
  CHECK(spoken.header("Authorization") == "Bearer the-secret-key|");
}

TEST_CASE("bedrock: all that a redactor has to know of a key") {
  auto spoken = bedrock();
  ApiKey key{Secret("the-secret"), "profile:default"};
  key.aws_id = "AKIDEXAMPLE";
  key.aws_session = Secret("the-session");
  spoken.model.api_keys = {key};
  spoken.model.proxy = Secret("http://me:password@proxy:3128");
  Redactor redactor;
  add_secrets(spoken.model, redactor);
  CHECK(redactor.redact("AKIDEXAMPLE the-secret the-session http://me:password@proxy:3128") ==
        "[key] [key] [key] [key]");
}

TEST_CASE("bedrock: input is what is fresh, read from a cache and written to one") {
  const auto reply = bedrock().answer(R"({"output":{"message":{"role":"assistant","content":[
    {"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"Four"}]}},"stopReason":"end_turn",
    "usage":{"inputTokens":30,"outputTokens":8,"totalTokens":138,"cacheReadInputTokens":80,
    "cacheWriteInputTokens":20},"metrics":{"latencyMs":100}})");
  CHECK(reply.text == "Four");
  CHECK(reply.finish_reason == "stop");
  REQUIRE(reply.usage);
  CHECK(reply.usage->input == 130);
  CHECK(reply.usage->cached_input == 80);
  CHECK(reply.usage->cache_write == 20);
  CHECK(reply.usage->output == 8);
}

TEST_CASE("bedrock: why an answer ended") {
  const auto end = [](const std::string& reason) {
    return R"({"output":{"message":{"role":"assistant","content":[]}},"stopReason":")" + reason +
           "\"}";
  };
  CHECK(bedrock().answer(end("max_tokens")).finish_reason == "length");
  CHECK(bedrock().answer(end("guardrail_intervened")).refusal == "content_filter");
  CHECK(bedrock().answer(end("content_filtered")).refusal == "content_filter");
  CHECK(bedrock().error(200, end("end_turn")).code == "null_content");
  CHECK(bedrock().error(200, "{}").code == "no_content");
}

TEST_CASE("bedrock: errors are named in a header, or in the body") {
  const auto named = [](int status, const std::string& exception) {
    return bedrock().error(status, R"({"message":"…"})",
                           {{"x-amzn-errortype", exception + ":http://internal.amazon.com/"}});
  };
  const auto throttled = named(429, "ThrottlingException");
  CHECK(throttled.error_class == ErrorClass::rate_limit);
  CHECK(throttled.code == "ThrottlingException");
  CHECK(named(429, "ModelNotReadyException").error_class == ErrorClass::transient);
  CHECK(named(424, "ModelErrorException").error_class == ErrorClass::transient);
  CHECK(named(403, "ExpiredTokenException").error_class == ErrorClass::auth);
  CHECK(named(400, "ValidationException").error_class == ErrorClass::sample);
  CHECK(named(404, "ResourceNotFoundException").error_class == ErrorClass::config);
  check_errors(
      bedrock(),
      {{403, R"({"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"…"})",
        ErrorClass::auth, "UnrecognizedClientException"},
       {503, R"({"message":"busy"})", ErrorClass::transient, "http_503"}});
}

}  // namespace
}  // namespace judge::test
