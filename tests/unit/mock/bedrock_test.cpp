#include <doctest/doctest.h>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;

namespace {

const Headers kSigned{{"authorization",
                       "AWS4-HMAC-SHA256 Credential=AKID/20261121/us-east-1/bedrock/aws4_request, "
                       "SignedHeaders=host, Signature=00"}};

Customer customer(const MockOptions& options = {}) {
  return Customer("/model/anthropic.claude-v2%3A0/converse", kSigned, options);
}

Json text(const std::string& words) {
  return Json::array({{{"text", words}}});
}

Json request(const std::string& prompt = "Say something.") {
  return {{"messages", Json::array({{{"role", "user"}, {"content", text(prompt)}}})}};
}

Said fault(const char* fail) {
  auto one = customer({.fail = fail});
  return one.ask(request());
}

}  // namespace

TEST_CASE("Bedrock: an answer has the shape of Converse's") {
  auto one = customer();
  auto body = request();
  body["system"] = text("Be brief.");
  const auto said = one.ask(body);
  CHECK(said.status == 200);
  CHECK(said.body["output"]["message"]["role"] == "assistant");
  CHECK(said.body["output"]["message"]["content"][0]["text"].is_string());
  CHECK(said.body["stopReason"] == "end_turn");
  CHECK(said.body["usage"]["inputTokens"] == 7);
  CHECK(said.body["usage"]["totalTokens"] == 7 + said.body["usage"]["outputTokens"].get<int>());
  CHECK_FALSE(said.header("x-amzn-requestid").empty());
}

TEST_CASE("Bedrock: the schema comes as text within the request") {
  auto one = customer();
  auto body = request(score_question(1));
  body["outputConfig"]["textFormat"] = {
      {"type", "json_schema"},
      {"structure", {{"jsonSchema", {{"name", "v"}, {"schema", score_schema().dump()}}}}}};
  const std::string answer = one.ask(body).body["output"]["message"]["content"][0]["text"];
  CHECK(score_in(answer) >= 1);
  body["outputConfig"]["textFormat"]["structure"]["jsonSchema"]["schema"] = score_schema();
  CHECK(one.ask(body).status == 400);
}

TEST_CASE("Bedrock: who has not signed is refused, and so is another's key") {
  auto one = customer({.api_key = "AKID"});
  CHECK(one.ask(request()).status == 200);
  one.headers = {{"authorization", "Bearer AKID"}};
  CHECK(one.ask(request()).status == 200);
  one.headers = {{"authorization", "AKID"}};
  CHECK(one.ask(request()).status == 403);
  one.headers = {};
  CHECK(one.ask(request()).status == 403);
  one.headers = kSigned;
  auto other = customer({.api_key = "OTHER"});
  const auto said = other.ask(request());
  CHECK(said.status == 403);
  CHECK(said.header("x-amzn-errortype") == "UnrecognizedClientException");
}

TEST_CASE("Bedrock: throttling tells no time") {
  auto one = customer({.rpm = 60, .burst = 1});
  one.ask(request());
  const auto said = one.ask(request());
  CHECK(said.status == 429);
  CHECK(said.header("x-amzn-errortype") == "ThrottlingException");
  CHECK(said.body["message"] == "Too many requests, please wait before trying again.");
  CHECK_FALSE(said.headers.contains("retry-after"));
}

TEST_CASE("Bedrock: faults are exceptions by name") {
  CHECK(fault("400=1").header("x-amzn-errortype") == "ValidationException");
  CHECK(fault("403=1").header("x-amzn-errortype") == "AccessDeniedException");
  CHECK(fault("429=1").header("x-amzn-errortype") == "ThrottlingException");
  CHECK(fault("500=1").header("x-amzn-errortype") == "InternalServerException");
  CHECK(fault("503=1").header("x-amzn-errortype") == "ServiceUnavailableException");
  CHECK(fault("billing=1").status == 403);
  CHECK(fault("refusal=1").body["stopReason"] == "content_filtered");
  CHECK(fault("length=1").body["stopReason"] == "max_tokens");
  CHECK(fault("length=1").body["output"]["message"]["content"].empty());
  CHECK(fault("empty=1").body["output"].empty());
  CHECK_FALSE(fault("nousage=1").body.contains("usage"));
}

TEST_CASE("Bedrock: a request that it would refuse is refused") {
  auto one = customer();
  const auto status = [&](const char* key, Json value) {
    auto body = request();
    body[key] = std::move(value);
    const auto said = one.ask(body);
    CHECK(said.header("x-amzn-errortype") == (said.status == 400 ? "ValidationException" : ""));
    return said.status;
  };
  CHECK(status("foo", 1) == 400);
  CHECK(status("messages", Json::array()) == 400);
  CHECK(status("messages", Json::array({{{"role", "user"}, {"content", "plain"}}})) == 400);
  CHECK(status("system", "plain") == 400);
  CHECK(status("inferenceConfig", {{"maxTokens", 0}}) == 400);
  CHECK(status("inferenceConfig", {{"max_tokens", 5}}) == 400);
  CHECK(status("inferenceConfig", {{"maxTokens", 5}}) == 200);
}
