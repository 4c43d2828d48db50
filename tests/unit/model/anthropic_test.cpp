#include <doctest/doctest.h>

#include "unit/model/spoken.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

Spoken claude() {
  return Spoken(Provider::anthropic);
}

std::string message(const std::string& content, const std::string& stop_reason,
                    const std::string& usage = R"({"input_tokens":10,"output_tokens":5})") {
  return R"({"id":"msg_01","type":"message","role":"assistant","model":"claude","content":)" +
         content + R"(,"stop_reason":")" + stop_reason + R"(","stop_sequence":null,"usage":)" +
         usage + "}";
}

std::string error_body(const std::string& type, const std::string& message,
                       const std::string& more = "") {
  return R"({"type":"error","error":{"type":")" + type + R"(","message":")" + message + "\"" +
         more + R"(},"request_id":"req_01"})";
}

TEST_CASE("anthropic: the system text stands apart, and there is always a max_tokens") {
  auto spoken = claude();
  spoken.model.params = {{"temperature", 0.0}, {"output_config", {{"effort", "low"}}}};
  CHECK(spoken.body() ==
        json::parse(R"({"model":"some-model","max_tokens":4096,"system":"Be brief.",
    "temperature":0.0,"output_config":{"effort":"low"},
    "messages":[{"role":"user","content":"2 + 2?"}]})"));
  spoken.model.params["max_tokens"] = 64;
  CHECK(spoken.body()["max_tokens"] == 64);
  auto without = question();
  without.messages.erase(without.messages.begin());
  CHECK(!spoken.body(without).contains("system"));
}

TEST_CASE("anthropic: versions that refuse sampling parameters are not sent any") {
  auto spoken = claude();
  spoken.model.params = {
      {"temperature", 0.0}, {"top_p", 1}, {"top_k", 5}, {"stop_sequences", {"x"}}};
  CHECK(spoken.body().contains("temperature"));
  for (const auto* version : {"2026-10-21", "2027-01-01"}) {
    spoken.model.api_version = version;
    const auto body = spoken.body();
    for (const auto* name : {"temperature", "top_p", "top_k"}) CHECK(!body.contains(name));
    CHECK(body.contains("stop_sequences"));
    CHECK(spoken.header("anthropic-version") == std::string(version) + "|");
  }
}

TEST_CASE("anthropic: a schema loses what is refused, keeps its order, and stands beside effort") {
  auto spoken = claude();
  spoken.model.params = {{"output_config", {{"effort", "low"}}}};
  const auto body = spoken.body(ReplyFormat::json_schema);
  CHECK(body["output_config"]["effort"] == "low");
  CHECK(body["output_config"]["format"]["type"] == "json_schema");
  CHECK(body["output_config"]["format"]["schema"]["properties"]["choice"] ==
        json{{"type", "integer"}});
  CHECK(body["output_config"]["format"]["schema"]["additionalProperties"] == false);
  const auto text =
      make_dialect(spoken.model)->encode(spoken.model, question(ReplyFormat::json_schema));
  CHECK(text.find("\"explanation\"") < text.find("\"choice\""));
  CHECK(!spoken.body(ReplyFormat::json_object)["output_config"].contains("format"));
}

TEST_CASE("anthropic: images of parts become blocks; other blocks stay as they are") {
  auto request = question();
  request.messages[0].content =
      json::parse(R"([{"type":"text","text":"Long.","cache_control":{"type":"ephemeral"}}])");
  request.messages[1].content = json::parse(
      R"([{"type":"text","text":"What is it?"},
          {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},
          {"type":"image_url","image_url":{"url":"https://host/a.jpg"}}])");
  const auto body = claude().body(request);
  CHECK(body["system"] == request.messages[0].content);
  CHECK(body["messages"][0]["content"] == json::parse(
                                              R"([{"type":"text","text":"What is it?"},
          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},
          {"type":"image","source":{"type":"url","url":"https://host/a.jpg"}}])"));
}

TEST_CASE("anthropic: address and headers") {
  auto spoken = claude();
  CHECK(spoken.url() == "https://api.anthropic.com/v1/messages");
  spoken.model.base_url = "https://gateway/v1";
  spoken.model.query = {{"tag", "a b&c"}};
  CHECK(spoken.url() == "https://gateway/v1/messages?tag=a%20b%26c");
  CHECK(spoken.header("x-api-key") == "the-secret-key|");
  CHECK(spoken.header("anthropic-version") == "2023-06-01|");
  CHECK(spoken.header("Authorization").empty());
}

TEST_CASE("anthropic: text blocks are the answer, thinking is not") {
  const auto reply = claude().answer(message(
      R"([{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"Fo"},
          {"type":"text","text":"ur"}])",
      "end_turn",
      R"({"input_tokens":3,"cache_creation_input_tokens":20,"cache_read_input_tokens":100,
          "cache_creation":{"ephemeral_5m_input_tokens":5,"ephemeral_1h_input_tokens":15},
          "output_tokens":7})"));
  CHECK(reply.text == "Four");
  CHECK(reply.finish_reason == "stop");
  CHECK(!reply.refusal);
  REQUIRE(reply.usage);
  CHECK(reply.usage->input == 123);
  CHECK(reply.usage->cached_input == 100);
  CHECK(reply.usage->cache_write == 20);
  CHECK(reply.usage->cache_write_1h == 15);
  CHECK(reply.usage->output == 7);
  CHECK(!reply.usage->reasoning);
}

TEST_CASE("anthropic: why an answer ended") {
  const auto cut = claude().answer(message("[]", "max_tokens"));
  CHECK(cut.text.empty());
  CHECK(cut.finish_reason == "length");
  CHECK(claude().answer(message("[]", "model_context_window_exceeded")).finish_reason == "length");
  const auto refused = claude().answer(
      R"({"type":"message","content":[],"stop_reason":"refusal",
          "stop_details":{"type":"refusal","category":"bio","explanation":"No."},"usage":null})");
  CHECK(refused.refusal == "No.");
  CHECK(!refused.usage);
  CHECK(claude().answer(message("[]", "refusal")).refusal == "refusal");
}

TEST_CASE("anthropic: what is no answer is an error") {
  CHECK(claude().error(200, message("[]", "end_turn")).code == "null_content");
  CHECK(claude().error(200, R"({"type":"message"})").code == "no_content");
  CHECK(claude().error(200, "<html>").code == "html_page");
  CHECK(claude().error(200, error_body("overloaded_error", "Overloaded")).error_class ==
        ErrorClass::transient);
}

TEST_CASE("anthropic: errors and their classes") {
  const std::string spend = error_body(
      "rate_limit_error", "…", R"(,"details":{"error_code":"enforced_spend_limit_reached"})");
  const std::string contract = error_body(
      "rate_limit_error", "…", R"(,"details":{"error_code":"contract_spend_limit_reached"})");
  const std::string rate = error_body("rate_limit_error", "Slow down");
  const std::string poor =
      error_body("invalid_request_error", "Your credit balance is too low to access the API.");
  const std::string wrong = error_body("invalid_request_error", "messages: roles");
  const std::string billing = error_body("billing_error", "Pay.");
  const std::string auth = error_body("authentication_error", "invalid x-api-key");
  const std::string permission = error_body("permission_error", "no");
  const std::string missing = error_body("not_found_error", "model: x");
  const std::string large = error_body("request_too_large", "32 MB");
  const std::string broken = error_body("api_error", "…");
  const std::string late = error_body("timeout_error", "…");
  const std::string busy = error_body("overloaded_error", "…");
  check_errors(claude(), {{429, rate.c_str(), ErrorClass::rate_limit, "rate_limit_error"},
                          {429, spend.c_str(), ErrorClass::billing, "rate_limit_error"},
                          {429, contract.c_str(), ErrorClass::billing, "rate_limit_error"},
                          {400, poor.c_str(), ErrorClass::billing, "invalid_request_error"},
                          {400, wrong.c_str(), ErrorClass::sample, "invalid_request_error"},
                          {402, billing.c_str(), ErrorClass::billing, "billing_error"},
                          {401, auth.c_str(), ErrorClass::auth, "authentication_error"},
                          {403, permission.c_str(), ErrorClass::auth, "permission_error"},
                          {404, missing.c_str(), ErrorClass::config, "not_found_error"},
                          {413, large.c_str(), ErrorClass::sample, "request_too_large"},
                          {500, broken.c_str(), ErrorClass::transient, "api_error"},
                          {504, late.c_str(), ErrorClass::transient, "timeout_error"},
                          {529, busy.c_str(), ErrorClass::transient, "overloaded_error"}});
}

TEST_CASE("anthropic: a model without structured outputs is asked in words") {
  CHECK(claude()
            .error(400, error_body("invalid_request_error",
                                   "output_config.format: Extra inputs are not permitted"))
            .rejects_format);
}

TEST_CASE("anthropic: how long to wait") {
  const auto error =
      claude().error(429, error_body("rate_limit_error", "…"), {{"retry-after", "7"}});
  CHECK(error.retry_after == milliseconds(7000));
}

}  // namespace
}  // namespace judge::test
