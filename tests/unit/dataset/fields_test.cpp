#include "samples.hpp"

using namespace judge;
using namespace judge::test;
using nlohmann::json;

namespace {

DatasetConfig with_fields(std::map<std::string, std::string> fields) {
  DatasetConfig config;
  config.fields = std::move(fields);
  return config;
}

const Sample& only(const SampleReading& reading) {
  CHECK(reading.error == "");
  REQUIRE(reading.samples.size() == 1);
  return reading.samples[0];
}

}  // namespace

TEST_CASE("mapped columns are found under the standard names, and all columns stay") {
  const auto reading = samples_of(R"({"id":"x","question":"Q","meta":{"gold":[4]}})",
                                  with_fields({{"input", "question"}, {"target", "meta.gold"}}));
  CHECK(only(reading).fields ==
        json::parse(R"({"id":"x","question":"Q","meta":{"gold":[4]},"input":"Q","target":[4]})"));
}

TEST_CASE("a column whose name holds the dot wins over the path, and paths reach into arrays") {
  const auto reading = samples_of(R"({"id":"x","a.b":1,"a":{"b":2},"turns":["first","second"]})",
                                  with_fields({{"input", "turns.1"}, {"target", "a.b"}}));
  CHECK(only(reading).fields.at("target") == 1);
  CHECK(only(reading).fields.at("input") == "second");
}

TEST_CASE("two columns can be swapped") {
  const auto reading = samples_of(R"({"id":"x","input":"i","output":"o"})",
                                  with_fields({{"input", "output"}, {"output", "input"}}));
  CHECK(only(reading).fields.at("input") == "o");
  CHECK(only(reading).fields.at("output") == "i");
}

TEST_CASE("a missing column names line, key, the nearest column and what there is") {
  const auto reading = samples_of("{\"id\":1,\"question\":\"Q\"}\n{\"id\":2,\"answer\":\"A\"}\n",
                                  with_fields({{"input", "questoin"}}));
  CHECK(reading.fault == Fault::dataset);
  CHECK(reading.error ==
        "a.jsonl:1: dataset.fields.input: this row has no column \"questoin\", did you mean "
        "\"question\"? It has: id, question\n"
        "a.jsonl:2: dataset.fields.input: this row has no column \"questoin\". It has: answer, "
        "id");
}

TEST_CASE("a path that misses inside an object is told the nearest path") {
  const auto reading = samples_of(R"({"id":1,"metadata":{"topic":"t"}})",
                                  with_fields({{"input", "metadata.topik"}}));
  CHECK(reading.error.contains("did you mean \"metadata.topic\"?"));
}

TEST_CASE("metadata is the column of that name where it is an object") {
  CHECK(only(samples_of(R"({"id":1,"metadata":{"a":1}})")).metadata == json{{"a", 1}});
  CHECK(only(samples_of(R"({"id":1,"metadata":"a"})")).metadata == json::object());
  CHECK(only(samples_of(R"({"id":1})")).metadata == json::object());
}

TEST_CASE("columns named as metadata are copied, and a missing one is an error") {
  DatasetConfig config;
  config.metadata = {"topic", "src.url"};
  CHECK(only(samples_of(R"({"id":1,"topic":"t","src":{"url":"u"},"metadata":{"x":1}})", config))
            .metadata == json{{"topic", "t"}, {"src.url", "u"}});
  CHECK(samples_of(R"({"id":1,"topic":"t"})", config)
            .error.starts_with("a.jsonl:1: dataset.metadata: this row has no column \"src.url\""));
}

TEST_CASE("a batch input line gives id, messages and the last user message as input") {
  const auto reading = samples_of(
      R"({"custom_id":"r1","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[)"
      R"({"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":"three"}]}})");
  const auto& sample = only(reading);
  CHECK(sample.id == "r1");
  CHECK(sample.fields.at("input") == "three");
  CHECK(sample.fields.at("messages").size() == 3);
  CHECK(sample.fields.at("method") == "POST");
  CHECK(sample.fields.at("body").at("model") == "m");
}

TEST_CASE("of a batch line's message in parts the text parts are the input") {
  const auto reading = samples_of(
      R"({"custom_id":"r1","body":{"messages":[{"role":"user","content":[)"
      R"({"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u"}},{"type":"text","text":"b"}]}]}})");
  CHECK(only(reading).fields.at("input") == "a\nb");
}

TEST_CASE("dataset.fields and the row's own columns win over what a batch line gives") {
  const std::string line =
      R"({"custom_id":"r1","input":"own","prompt":"p","body":{"messages":[{"role":"user","content":"x"}]}})";
  CHECK(only(samples_of(line)).fields.at("input") == "own");
  CHECK(only(samples_of(line, with_fields({{"input", "prompt"}}))).fields.at("input") == "p");
}
