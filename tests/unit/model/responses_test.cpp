#include <doctest/doctest.h>

#include "unit/model/spoken.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

Spoken responses() {
  return Spoken(Provider::openai, Api::responses);
}

std::string response(const std::string& output, const std::string& more = "") {
  return R"({"id":"resp_1","object":"response","error":null,"incomplete_details":null,"status":"completed",
    "output":)" +
         output + more + "}";
}

TEST_CASE("responses: input, instructions and text.format; nothing is kept by the provider") {
  auto spoken = responses();
  spoken.model.params = {{"max_output_tokens", 64}, {"text", {{"verbosity", "low"}}}};
  const auto body = spoken.body(ReplyFormat::json_schema);
  CHECK(body["instructions"] == "Be brief.");
  CHECK(body["input"] == json::parse(R"([{"role":"user","content":"2 + 2?"}])"));
  CHECK(body["store"] == false);
  CHECK(body["max_output_tokens"] == 64);
  CHECK(body["text"]["verbosity"] == "low");
  CHECK(body["text"]["format"]["name"] == "verdict");
  CHECK(body["text"]["format"]["schema"]["properties"]["choice"]["maximum"] == 10);
  CHECK(spoken.body(ReplyFormat::json_object)["text"]["format"] == json{{"type", "json_object"}});
  CHECK(!responses().body().contains("text"));
  CHECK(spoken.url() == "https://api.openai.com/v1/responses");
  CHECK(spoken.header("Authorization") == "Bearer the-secret-key|");
}

TEST_CASE("responses: content parts by their names there, and logprobs") {
  auto request = question();
  request.messages[1].content = json::parse(
      R"([{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}])");
  request.top_logprobs = 5;
  const auto body = responses().body(request);
  CHECK(
      body["input"][0]["content"] ==
      json::parse(
          R"([{"type":"input_text","text":"What?"},{"type":"input_image","image_url":"data:image/png;base64,iVBO"}])"));
  CHECK(body["top_logprobs"] == 5);
  CHECK(body["include"] == json{"message.output_text.logprobs"});
}

TEST_CASE("responses: the messages' text is the answer, reasoning is not") {
  const auto reply = responses().answer(response(
      R"([{"type":"reasoning","summary":[]},{"type":"message","role":"assistant","content":[
         {"type":"output_text","text":"Four","annotations":[],
          "logprobs":[{"token":"Four","logprob":-0.5,"top_logprobs":[{"token":"4","logprob":-2}]}]}]}])",
      R"(,"usage":{"input_tokens":100,"input_tokens_details":{"cached_tokens":60},"output_tokens":30,
         "output_tokens_details":{"reasoning_tokens":25},"total_tokens":130})"));
  CHECK(reply.text == "Four");
  CHECK(reply.finish_reason == "stop");
  REQUIRE(reply.logprobs.size() == 1);
  CHECK(reply.logprobs[0].top[0].token == "4");
  REQUIRE(reply.usage);
  CHECK(reply.usage->cached_input == 60);
  CHECK(reply.usage->reasoning == 25);
  CHECK(!reply.usage->cache_write);
}

TEST_CASE("responses: refusals, cut answers and failures") {
  CHECK(responses()
            .answer(response(
                R"([{"type":"message","content":[{"type":"refusal","refusal":"I cannot."}]}])"))
            .refusal == "I cannot.");
  const auto cut = responses().answer(
      R"({"status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},
          "output":[{"type":"reasoning","summary":[]}]})");
  CHECK(cut.finish_reason == "length");
  CHECK(cut.text.empty());
  CHECK(responses()
            .answer(R"({"status":"incomplete","incomplete_details":{"reason":"content_filter"},
                              "output":[]})")
            .refusal == "content_filter");
  const auto failed = responses().error(
      200, R"({"status":"failed","error":{"code":"server_error","message":"…"},"output":[]})");
  CHECK(failed.error_class == ErrorClass::transient);
  CHECK(failed.code == "server_error");
  CHECK(responses().error(200, response("[]")).code == "null_content");
  CHECK(responses().error(200, R"({"status":"completed"})").code == "no_output");
}

}  // namespace
}  // namespace judge::test
