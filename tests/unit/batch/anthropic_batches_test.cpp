#include "batch/anthropic_batches.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace judge;
using nlohmann::json;

namespace {

ModelConfig model() {
  ModelConfig model;
  model.base_url = "https://api.anthropic.com";
  return model;
}

}  // namespace

TEST_CASE("requests go up in the batch itself, each with the body it would have online") {
  const AnthropicBatches api;
  std::string pack;
  api.add(pack, "k1", R"({"max_tokens":5})");
  api.add(pack, "k2", R"({"max_tokens":6})");
  CHECK(!api.upload(model(), std::string(pack)));
  const auto create = api.create(model(), std::move(pack), "marker");
  CHECK(create.url == "https://api.anthropic.com/v1/messages/batches");
  CHECK(json::parse(create.body) ==
        json{{"requests",
              {{{"custom_id", "k1"}, {"params", {{"max_tokens", 5}}}},
               {{"custom_id", "k2"}, {"params", {{"max_tokens", 6}}}}}}});
}

TEST_CASE("a batch is at work until it has ended, cancelled or not") {
  const AnthropicBatches api;
  for (const auto* working : {"in_progress", "canceling"}) {
    const auto status = api.status_of(json{{"processing_status", working}}.dump());
    REQUIRE(status);
    CHECK(!status->ended);
  }
  const auto ended = api.status_of(
      R"({"id":"msgbatch_1","processing_status":"ended","request_counts":{"processing":0,"succeeded":2,"errored":1,"canceled":3,"expired":4},"results_url":"https://x"})");
  REQUIRE(ended);
  CHECK(ended->ended);
  CHECK(ended->done == 10);
  CHECK(api.fetch(model(), ended->outputs.at(0)).url ==
        "https://api.anthropic.com/v1/messages/batches/msgbatch_1/results");
}

TEST_CASE("a result succeeded, errored with the status of its kind, or was not worked on") {
  const AnthropicBatches api;
  const auto answer = api.line_of(
      R"({"custom_id":"k","result":{"type":"succeeded","message":{"content":[],"usage":{"input_tokens":1}}}})");
  REQUIRE(answer);
  CHECK(answer->reply.status == 200);
  CHECK(json::parse(answer->reply.body)["usage"]["service_tier"] == "batch");
  const auto refused = api.line_of(
      R"({"custom_id":"k","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"no"}}}})");
  REQUIRE(refused);
  CHECK(refused->reply.status == 400);
  CHECK(json::parse(refused->reply.body)["error"]["message"] == "no");
  const auto overloaded = api.line_of(
      R"({"custom_id":"k","result":{"type":"errored","error":{"type":"overloaded_error","message":"no"}}})");
  REQUIRE(overloaded);
  CHECK(overloaded->reply.status == 529);
  for (const auto* left : {"canceled", "expired"}) {
    const auto line = api.line_of(json{{"custom_id", "k"}, {"result", {{"type", left}}}}.dump());
    REQUIRE(line);
    CHECK(line->reply.status == 0);
  }
}

TEST_CASE("the account's batches have their time and size") {
  const auto listed = AnthropicBatches().listed(
      R"({"data":[{"id":"m","created_at":"2026-11-20T13:00:00.5Z","request_counts":{"processing":2,"succeeded":3}}]})");
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].requests == 5);
  CHECK(std::chrono::system_clock::to_time_t(listed[0].created) == 1795179600);
}
