#include <doctest/doctest.h>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;

namespace {

constexpr std::string_view kPath = "/v1beta/models/gemini-x:generateContent";

Customer customer(const MockOptions& options = {}) {
  return Customer(kPath, {{"x-goog-api-key", "k"}}, options);
}

Json parts(const std::string& text) {
  return {{"parts", Json::array({{{"text", text}}})}};
}

Json request(const std::string& prompt = "Say something.", Json config = {}) {
  Json body{{"contents", Json::array({parts(prompt)})}};
  if (!config.is_null()) body["generationConfig"] = std::move(config);
  return body;
}

Json gemini_schema() {
  return Json::parse(R"({"type":"OBJECT","properties":{"explanation":{"type":"STRING"},)"
                     R"("score":{"type":"INTEGER","minimum":1,"maximum":5},)"
                     R"("tags":{"type":"ARRAY","items":{"type":"STRING"},"minItems":"2"}},)"
                     R"("required":["score"],"propertyOrdering":["explanation","score"]})");
}

Json formatted(const char* key, Json schema) {
  return request(score_question(1), {{"responseMimeType", "application/json"}, {key, schema}});
}

std::string complaint(const Json& body) {
  auto one = customer();
  const auto said = one.ask(body);
  CHECK(said.status == 400);
  CHECK(said.body["error"]["code"] == 400);
  CHECK(said.body["error"]["status"] == "INVALID_ARGUMENT");
  return said.body["error"]["message"];
}

}  // namespace

TEST_CASE("Gemini: an answer has candidates, usage and the path's model") {
  auto one = customer();
  const auto said = one.ask(request());
  CHECK(said.status == 200);
  const auto& candidate = said.body["candidates"][0];
  CHECK(candidate["content"]["role"] == "model");
  CHECK_FALSE(candidate["content"]["parts"][0]["text"].get<std::string>().empty());
  CHECK(candidate["finishReason"] == "STOP");
  const auto& usage = said.body["usageMetadata"];
  CHECK(usage["promptTokenCount"] == 4);
  CHECK(usage["totalTokenCount"] == 4 + usage["candidatesTokenCount"].get<int>());
  CHECK(said.body["modelVersion"] == "gemini-x");
  CHECK(said.headers.empty());
}

TEST_CASE("Gemini: system instructions, turns and both ways of writing names are read") {
  auto one = customer();
  const auto prompt_tokens = [&](const Json& body) {
    return one.ask(body).body["usageMetadata"]["promptTokenCount"];
  };
  auto body = request();
  body["systemInstruction"] = parts("Be brief.");
  const auto camel = prompt_tokens(body);
  CHECK(camel == 7);  // 9, 2 and 14 bytes
  body["system_instruction"] = body["systemInstruction"];
  body.erase("systemInstruction");
  body["generation_config"] = {{"max_output_tokens", 3}};
  CHECK(prompt_tokens(body) == camel);
  CHECK(one.ask(body).body["candidates"][0]["finishReason"] == "MAX_TOKENS");
}

TEST_CASE("Gemini: both kinds of schema are answered in form") {
  auto one = customer();
  for (const auto& body : {formatted("responseSchema", gemini_schema()),
                           formatted("responseJsonSchema", score_schema())}) {
    const auto said = one.ask(body);
    CHECK(said.status == 200);
    const std::string text = said.body["candidates"][0]["content"]["parts"][0]["text"];
    CHECK(score_in(text) >= 1);
    CHECK(score_in(text) <= 5);
  }
  const auto filled = Json::parse(one.ask(formatted("responseSchema", gemini_schema()))
                                      .body["candidates"][0]["content"]["parts"][0]["text"]
                                      .get<std::string>());
  CHECK(filled["tags"].size() == 2);
}

TEST_CASE("Gemini: names it does not have are refused with their place") {
  CHECK(complaint({{"contents", Json::array({parts("x")})}, {"foo", 1}}) ==
        "Invalid JSON payload received. Unknown name \"foo\": Cannot find field.");
  CHECK(complaint(request("x", {{"foo", 1}})) ==
        "Invalid JSON payload received. Unknown name \"foo\" at 'generation_config': Cannot find "
        "field.");
  auto schema = gemini_schema();
  schema["properties"]["score"]["additionalProperties"] = false;
  CHECK(complaint(formatted("responseSchema", schema))
            .contains("at 'generation_config.response_schema.properties[1].value'"));
}

TEST_CASE("Gemini: a request that it would refuse is refused") {
  CHECK(complaint(Json::object()).contains("contents is not specified"));
  CHECK(complaint({{"contents", Json::array({Json::object()})}}).contains("not specified"));
  auto wrong = request();
  wrong["contents"][0]["role"] = "assistant";
  CHECK(complaint(wrong).contains("valid role"));
  CHECK(complaint(request("x", {{"candidateCount", 2}})).contains("Only one candidate"));
  CHECK(complaint(request("x", {{"responseMimeType", "text/html"}})).contains("mimetypes"));
  CHECK(complaint(request("x", {{"responseSchema", gemini_schema()}})).contains("only allowed"));
  CHECK(complaint(request("x", {{"logprobs", 5}})).contains("needs response_logprobs"));
  CHECK(complaint("[").contains("malformed"));
}

TEST_CASE("Gemini: logprobs tell what is chosen and what else might have been") {
  auto one = customer();
  const auto said = one.ask(request("Hi", {{"responseLogprobs", true}, {"logprobs", 3}}));
  const auto& result = said.body["candidates"][0]["logprobsResult"];
  std::string text;
  for (const auto& chosen : result["chosenCandidates"]) {
    text += chosen["token"].get<std::string>();
    CHECK(chosen["logProbability"] <= 0);
  }
  CHECK(said.body["candidates"][0]["content"]["parts"][0]["text"] == text);
  CHECK(result["topCandidates"].size() == result["chosenCandidates"].size());
  CHECK(result["topCandidates"][0]["candidates"].size() == 3);
}

TEST_CASE("Gemini: a missing key is 403, a wrong one 400") {
  auto one = customer({.api_key = "k"});
  CHECK(one.ask(request()).status == 200);
  one.headers = {};
  CHECK(one.ask(request()).body["error"]["status"] == "PERMISSION_DENIED");
  one.headers = {{"x-goog-api-key", "wrong"}};
  const auto said = one.ask(request());
  CHECK(said.status == 400);
  CHECK(said.body["error"]["details"][0]["reason"] == "API_KEY_INVALID");
}

TEST_CASE("Gemini: how long to wait stands in the body, and in no header") {
  auto one = customer({.rpm = 60, .burst = 1});
  one.ask(request());
  const auto said = one.ask(request(), kStart + milliseconds(500));
  CHECK(said.status == 429);
  CHECK(said.headers.empty());
  CHECK(said.body["error"]["status"] == "RESOURCE_EXHAUSTED");
  const auto& details = said.body["error"]["details"];
  CHECK(details[0]["@type"] == "type.googleapis.com/google.rpc.QuotaFailure");
  CHECK(details[0]["violations"][0]["quotaId"] == "GenerateRequestsPerMinutePerProjectPerModel");
  CHECK(details[1]["@type"] == "type.googleapis.com/google.rpc.RetryInfo");
  CHECK(details[1]["retryDelay"] == "0.500000000s");
}

TEST_CASE("Gemini: faults have Google's names; the day's quota is an empty account") {
  const std::pair<const char*, const char*> faults[] = {
      {"400=1", "INVALID_ARGUMENT"},   {"403=1", "PERMISSION_DENIED"},
      {"429=1", "RESOURCE_EXHAUSTED"}, {"500=1", "INTERNAL"},
      {"503=1", "UNAVAILABLE"},        {"504=1", "DEADLINE_EXCEEDED"}};
  for (const auto& [fault, name] : faults) {
    auto one = customer({.fail = fault});
    CHECK(one.ask(request()).body["error"]["status"] == name);
  }
  auto poor = customer({.fail = "billing=1"});
  const auto said = poor.ask(request());
  CHECK(said.status == 429);
  CHECK(said.body["error"]["details"][0]["violations"][0]["quotaId"].get<std::string>().contains(
      "PerDay"));
}

TEST_CASE("Gemini: refusals block the prompt or the answer; what is absent is left out") {
  int blocked = 0;
  auto strict = customer({.fail = "refusal=1"});
  for (int i = 0; i < 20; ++i) {
    const auto body = strict.ask(request("Question " + std::to_string(i))).body;
    if (body.contains("promptFeedback"))
      ++blocked;
    else
      CHECK(body["candidates"][0]["finishReason"] == "SAFETY");
    CHECK_FALSE(body.dump().contains("parts"));
  }
  CHECK(blocked > 3);
  CHECK(blocked < 17);
  const auto said = [](const char* fault) {
    auto one = customer({.fail = fault});
    return one.ask(request()).body;
  };
  CHECK_FALSE(said("empty=1").contains("candidates"));
  CHECK_FALSE(said("length=1")["candidates"][0]["content"].contains("parts"));
  CHECK_FALSE(said("nousage=1").contains("usageMetadata"));
}

TEST_CASE("Gemini: the same body to two models is two requests") {
  auto one = customer();
  const auto first = one.turn(request()).answered;
  one.path = "/v1beta/models/gemini-y:generateContent";
  CHECK(one.turn(request()).answered != first);
}
