#include "batch/openai_batches.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace judge;
using nlohmann::json;

namespace {

ModelConfig model() {
  ModelConfig model;
  model.base_url = "https://api.openai.com/v1";
  return model;
}

const std::string key(64, 'a');

}  // namespace

TEST_CASE("a request is a line with the body as it would be sent online, to the byte") {
  const OpenAiBatches api;
  std::string pack;
  const std::string body = R"({"messages":[{"content":"é\n","role":"user"}],"model":"m"})";
  api.add(pack, key, body);
  api.add(pack, std::string(64, 'b'), body);
  CHECK(pack.ends_with('\n'));
  const auto line = pack.substr(0, pack.find('\n'));
  CHECK(line.contains(body));
  const auto read = json::parse(line);
  CHECK(read["custom_id"] == key);
  CHECK(read["method"] == "POST");
  CHECK(read["url"] == "/v1/chat/completions");
}

TEST_CASE("the pack goes up as a file of the form's, and the batch is made of its id") {
  const OpenAiBatches api;
  const auto upload = api.upload(model(), "{\"line\":1}\n");
  REQUIRE(upload);
  CHECK(upload->url == "https://api.openai.com/v1/files");
  CHECK(upload->content_type == "multipart/form-data; boundary=judge-batch-requests");
  CHECK(
      upload->body ==
      "--judge-batch-requests\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
      "--judge-batch-requests\r\nContent-Disposition: form-data; name=\"file\"; "
      "filename=\"requests.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n{\"line\":1}\n\r\n"
      "--judge-batch-requests--\r\n");
  CHECK(api.id_of(R"({"id":"file-7","object":"file"})") == "file-7");
  const auto create = api.create(model(), "file-7", "marker");
  CHECK(create.url == "https://api.openai.com/v1/batches");
  CHECK(json::parse(create.body) == json{{"input_file_id", "file-7"},
                                         {"endpoint", "/v1/chat/completions"},
                                         {"completion_window", "24h"},
                                         {"metadata", {{"judge", "marker"}}}});
}

TEST_CASE("how a batch stands: every status there is") {
  const OpenAiBatches api;
  for (const auto* working : {"validating", "in_progress", "finalizing", "cancelling", "new_one"}) {
    const auto status = api.status_of(json{{"id", "b"}, {"status", working}}.dump());
    REQUIRE(status);
    CHECK(!status->ended);
    CHECK(status->words == working);
  }
  for (const auto* over : {"completed", "failed", "expired", "cancelled"}) {
    const auto status = api.status_of(json{{"id", "b"}, {"status", over}}.dump());
    REQUIRE(status);
    CHECK(status->ended);
  }
  for (const auto* none : {"", "{}", "[]", "<html>", R"({"status":7})"})
    CHECK(!api.status_of(none));
}

TEST_CASE("answers and errors are in files of their own, either of which may be missing") {
  const OpenAiBatches api;
  const auto all_failed = api.status_of(
      R"({"status":"completed","output_file_id":null,"error_file_id":"e","request_counts":{"total":3,"completed":0,"failed":3}})");
  REQUIRE(all_failed);
  CHECK(all_failed->outputs == std::vector<std::string>{"e"});
  CHECK(all_failed->done == 3);
  const auto expired =
      api.status_of(R"({"status":"expired","output_file_id":"o","error_file_id":"e"})");
  REQUIRE(expired);
  CHECK(expired->outputs == std::vector<std::string>{"o", "e"});
  CHECK(api.fetch(model(), "o").url == "https://api.openai.com/v1/files/o/content");
}

TEST_CASE("why a batch failed as a whole") {
  const auto status = OpenAiBatches().status_of(
      R"({"status":"failed","errors":{"object":"list","data":[{"code":"token_limit_exceeded","message":"Enqueued token limit reached","line":null}]}})");
  REQUIRE(status);
  CHECK(status->fault_code == "token_limit_exceeded");
  CHECK(status->fault == "Enqueued token limit reached");
  CHECK(status->outputs.empty());
}

TEST_CASE("a line is an answer, an error with its status, or what was not worked on") {
  const OpenAiBatches api;
  const auto answer = api.line_of(
      R"({"id":"r","custom_id":"k","response":{"status_code":200,"body":{"choices":[]}},"error":null})");
  REQUIRE(answer);
  CHECK(answer->key == "k");
  CHECK(answer->reply.status == 200);
  CHECK(json::parse(answer->reply.body) ==
        json{{"choices", json::array()}, {"service_tier", "batch"}});
  const auto refused = api.line_of(
      R"({"custom_id":"k","response":{"status_code":400,"body":{"error":{"code":"context_length_exceeded"}}}})");
  REQUIRE(refused);
  CHECK(refused->reply.status == 400);
  const auto expired = api.line_of(
      R"({"custom_id":"k","response":null,"error":{"code":"batch_expired","message":"late"}})");
  REQUIRE(expired);
  CHECK(expired->reply.status == 0);
  for (const auto* none : {"", "{}", "{\"custom_id\":7}", "not json", "{\"custom_id\":\"k\""})
    CHECK(!api.line_of(none));
}

TEST_CASE("the account's batches tell by their marker which are ours") {
  const auto listed = OpenAiBatches().listed(
      R"({"data":[{"id":"b1","created_at":1700000000,"metadata":{"judge":"m1"},"request_counts":{"total":5}},{"id":"b2","metadata":null}]})");
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].marker == "m1");
  CHECK(listed[0].requests == 5);
  CHECK(listed[1].marker.empty());
}
