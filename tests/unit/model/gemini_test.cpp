#include <doctest/doctest.h>

#include "unit/model/spoken.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

Spoken gemini() {
  return Spoken(Provider::gemini);
}

std::string quota(const std::string& quota_id, const std::string& delay,
                  const std::string& more = "") {
  return R"({"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED",
    "details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":
    "generativelanguage.googleapis.com/generate_content_free_tier_requests","quotaId":")" +
         quota_id + "\"" + more +
         R"(}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":")" + delay +
         R"("}]}})";
}

TEST_CASE("gemini: contents, parts and roles; params go where the provider wants them") {
  auto spoken = gemini();
  spoken.model.params = {{"temperature", 0},
                         {"maxOutputTokens", 64},
                         {"generationConfig", {{"topK", 3}}},
                         {"safetySettings", json::array()}};
  auto request = question();
  request.messages.push_back({"assistant", "4"});
  request.messages.push_back({"user", "Sure?"});
  CHECK(spoken.body(request) == json::parse(R"({
    "systemInstruction":{"parts":[{"text":"Be brief."}]},
    "contents":[{"role":"user","parts":[{"text":"2 + 2?"}]},{"role":"model","parts":[{"text":"4"}]},
                {"role":"user","parts":[{"text":"Sure?"}]}],
    "generationConfig":{"temperature":0,"maxOutputTokens":64,"topK":3},"safetySettings":[]})"));
}

TEST_CASE("gemini: a schema in its own subset, reasons before the verdict") {
  const auto config = gemini().body(ReplyFormat::json_schema)["generationConfig"];
  CHECK(config["responseMimeType"] == "application/json");
  CHECK(config["responseSchema"] == json::parse(R"({"type":"object","properties":{
    "explanation":{"type":"string"},"choice":{"type":"integer","minimum":1,"maximum":10}},
    "required":["explanation","choice"],"propertyOrdering":["explanation","choice"]})"));
  const auto object = gemini().body(ReplyFormat::json_object)["generationConfig"];
  CHECK(object["responseMimeType"] == "application/json");
  CHECK(!object.contains("responseSchema"));
  CHECK(!gemini().body().contains("generationConfig"));
}

TEST_CASE("gemini: the key is a header and never in the URL") {
  CHECK(gemini().url() ==
        "https://generativelanguage.googleapis.com/v1beta/models/some-model:generateContent");
  CHECK(gemini().header("x-goog-api-key") == "the-secret-key|");
  auto spoken = gemini();
  spoken.model.base_url = "https://gateway/v1";
  spoken.model.model = "tunedModels/mine";
  CHECK(spoken.url() == "https://gateway/v1/tunedModels/mine:generateContent");
}

TEST_CASE("gemini: images of parts, and logprobs") {
  auto request = question();
  request.messages[1].content =
      json::parse(R"([{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}])");
  request.top_logprobs = 5;
  const auto body = gemini().body(request);
  CHECK(body["contents"][0]["parts"][0] ==
        json::parse(R"({"inlineData":{"mimeType":"image/png","data":"iVBO"}})"));
  CHECK(body["generationConfig"] == json::parse(R"({"responseLogprobs":true,"logprobs":5})"));
  const auto reply = gemini().answer(R"({"candidates":[{"content":{"parts":[{"text":"4"}]},
    "finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"4","logProbability":-0.1}],
    "topCandidates":[{"candidates":[{"token":"4","logProbability":-0.1},{"token":"5","logProbability":-3}]}]}}]})");
  REQUIRE(reply.logprobs.size() == 1);
  CHECK(reply.logprobs[0].logprob == doctest::Approx(-0.1));
  REQUIRE(reply.logprobs[0].top.size() == 2);
  CHECK(reply.logprobs[0].top[1].token == "5");
  CHECK(!reply.usage);
}

TEST_CASE("gemini: thoughts are left out of the answer and counted as output") {
  const auto reply = gemini().answer(R"({"candidates":[{"content":{"role":"model","parts":[
    {"text":"hm","thought":true},{"text":"Fo"},{"text":"ur"}]},"finishReason":"STOP","index":0}],
    "usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":60,"candidatesTokenCount":5,
    "thoughtsTokenCount":20,"totalTokenCount":125}})");
  CHECK(reply.text == "Four");
  CHECK(reply.finish_reason == "stop");
  REQUIRE(reply.usage);
  CHECK(reply.usage->input == 100);
  CHECK(reply.usage->cached_input == 60);
  CHECK(reply.usage->output == 25);
  CHECK(reply.usage->reasoning == 20);
}

TEST_CASE("gemini: blocked prompts and answers are refusals, cut ones answers without text") {
  for (
      const std::string body :
      {R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":9,"totalTokenCount":9}})",
       R"({"candidates":[{"finishReason":"SAFETY","index":0}]})",
       R"({"candidates":[{"content":{"role":"model"},"finishReason":"RECITATION"}]})",
       R"({"candidates":[{"content":{},"finishReason":"BLOCKLIST"}]})",
       R"({"candidates":[{"content":{"parts":[]},"finishReason":"SPII"}]})"}) {
    CAPTURE(body);
    CHECK(gemini().answer(body).refusal == "content_filter");
  }
  const auto cut = gemini().answer(
      R"({"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}]})");
  CHECK(cut.text.empty());
  CHECK(!cut.refusal);
  CHECK(cut.finish_reason == "length");
  CHECK(gemini().error(200, R"({"candidates":[{"finishReason":"STOP"}]})").code == "null_content");
  CHECK(
      gemini().error(200, R"({"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]})").code ==
      "null_content");
  CHECK(gemini().error(200, R"({"usageMetadata":{}})").code == "no_choices");
}

TEST_CASE("gemini: a minute's quota is waited for as long as RetryInfo says, a day's is not") {
  const auto minute = gemini().error(
      429, quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "45.837906927s"));
  CHECK(minute.error_class == ErrorClass::rate_limit);
  CHECK(minute.code == "resource_exhausted");
  REQUIRE(minute.retry_after);
  CHECK(minute.retry_after->count() >= 45837);
  CHECK(minute.retry_after->count() <= 45838);
  const auto day = quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "12s");
  CHECK(gemini().error(429, day).error_class == ErrorClass::billing);
  CHECK(gemini().error(429, "[" + day + "]").error_class == ErrorClass::billing);
  CHECK(gemini().error(429, quota("X", "1s", R"(,"quotaValue":"0")")).error_class ==
        ErrorClass::billing);
  CHECK(!gemini().error(429, quota("X", "0s")).retry_after);
  CHECK(!gemini().error(429, quota("X", "soon")).retry_after);
}

TEST_CASE("gemini: errors and their classes") {
  check_errors(
      gemini(),
      {{400, R"({"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT",
         "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}})",
        ErrorClass::auth, "invalid_argument"},
       {400, R"({"error":{"code":400,"message":"Invalid JSON","status":"INVALID_ARGUMENT"}})",
        ErrorClass::sample, "invalid_argument"},
       {400,
        R"({"error":{"code":400,"message":"Not in your country","status":"FAILED_PRECONDITION"}})",
        ErrorClass::config, "failed_precondition"},
       {403, R"({"error":{"code":403,"message":"…","status":"PERMISSION_DENIED"}})",
        ErrorClass::auth, "permission_denied"},
       {404, R"({"error":{"code":404,"message":"…","status":"NOT_FOUND"}})", ErrorClass::config,
        "not_found"},
       {429, R"({"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}})",
        ErrorClass::rate_limit, "resource_exhausted"},
       {503, R"({"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})",
        ErrorClass::transient, "unavailable"},
       {500, "<html>", ErrorClass::transient, "http_500"}});
  CHECK(gemini()
            .error(400, R"({"error":{"code":400,"message":"JSON mode is not enabled for this model",
                               "status":"INVALID_ARGUMENT"}})")
            .rejects_format);
}

}  // namespace
}  // namespace judge::test
