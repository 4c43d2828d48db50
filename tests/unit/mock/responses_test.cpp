#include <doctest/doctest.h>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;

namespace {

Customer customer(const MockOptions& options = {}) {
  return Customer("/v1/responses", {{"authorization", "Bearer k"}}, options);
}

Json request(Json further = Json::object()) {
  Json body{{"model", "m"}, {"input", "Say something."}};
  body.update(further);
  return body;
}

Json part_of(const Said& said) {
  return said.body["output"][0]["content"][0];
}

}  // namespace

TEST_CASE("Responses: an answer is a message among the output") {
  auto one = customer();
  const auto said = one.ask(request());
  CHECK(said.status == 200);
  CHECK(said.body["object"] == "response");
  CHECK(said.body["status"] == "completed");
  CHECK(said.body["output"][0]["type"] == "message");
  CHECK(part_of(said)["type"] == "output_text");
  CHECK_FALSE(part_of(said)["text"].get<std::string>().empty());
  CHECK(said.body["usage"]["input_tokens"] == 4);
  CHECK(said.body["usage"]["input_tokens_details"]["cached_tokens"] == 0);
  CHECK(said.header("x-request-id").starts_with("req_"));
}

TEST_CASE("Responses: instructions and items make one prompt") {
  auto one = customer();
  const Json input = Json::array(
      {{{"role", "user"},
        {"content", Json::array({{{"type", "input_text"}, {"text", "Say something."}}})}}});
  const auto said = one.ask(request({{"instructions", "Be brief."}, {"input", input}}));
  CHECK(said.body["usage"]["input_tokens"] == 7);  // 9, 2 and 14 bytes
}

TEST_CASE("Responses: text.format is answered in form, logprobs where they are included") {
  auto one = customer();
  const auto said = one.ask(request(
      {{"input", score_question(1)},
       {"include", {"message.output_text.logprobs"}},
       {"top_logprobs", 4},
       {"text",
        {{"format", {{"type", "json_schema"}, {"name", "v"}, {"schema", score_schema()}}}}}}));
  CHECK(score_in(part_of(said)["text"]) >= 1);
  std::string text;
  for (const auto& entry : part_of(said)["logprobs"]) {
    text += entry["token"].get<std::string>();
    CHECK(entry["top_logprobs"].size() == 4);
  }
  CHECK(part_of(said)["text"] == text);
  CHECK(part_of(one.ask(request()))["logprobs"].empty());
}

TEST_CASE("Responses: what it would refuse is refused with the parameter's name") {
  auto one = customer();
  const std::pair<Json, const char*> cases[] = {
      {{{"foo", 1}}, "foo"},
      {{{"max_tokens", 20}}, "max_tokens"},
      {{{"model", nullptr}}, "model"},
      {{{"input", Json::array()}}, "input"},
      {{{"input", Json::array({Json::object()})}}, "input"},
      {{{"max_output_tokens", 15}}, "max_output_tokens"},
      {{{"previous_response_id", "resp_1"}}, "previous_response_id"},
      {{{"stream", true}}, "stream"},
      {{{"top_logprobs", 21}}, "top_logprobs"},
      {{{"text", {{"format", {{"type", "json_schema"}}}}}}, "text.format"},
  };
  for (const auto& [further, param] : cases) {
    const auto said = one.ask(request(further));
    CAPTURE(further.dump());
    CHECK(said.status == 400);
    CHECK(said.body["error"]["param"] == param);
  }
  CHECK(one.ask(request({{"foo", 1}})).body["error"]["code"] == "unknown_parameter");
}

TEST_CASE("Responses: faults change the body in their way") {
  const auto said = [](const char* fault) {
    auto one = customer({.fail = fault});
    return one.ask(request());
  };
  CHECK(part_of(said("refusal=1"))["type"] == "refusal");
  CHECK(said("length=1").body["status"] == "incomplete");
  CHECK(said("length=1").body["incomplete_details"]["reason"] == "max_output_tokens");
  CHECK(said("empty=1").body["output"].empty());
  CHECK(said("nousage=1").body["usage"].is_null());
  CHECK(said("billing=1").body["error"]["code"] == "insufficient_quota");
}
