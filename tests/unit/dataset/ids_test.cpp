#include "base/hash.hpp"
#include "samples.hpp"

using namespace judge;
using namespace judge::test;

namespace {

DatasetConfig with_id(std::string column) {
  DatasetConfig config;
  config.id = std::move(column);
  return config;
}

std::string id_of(std::string_view line, DatasetConfig config = {}) {
  const auto reading = samples_of(line, std::move(config));
  CHECK(reading.error == "");
  return reading.samples.empty() ? "" : reading.samples[0].id;
}

Digest digest_of(std::string_view line) {
  const auto reading = samples_of(line);
  REQUIRE(reading.samples.size() == 1);
  return reading.samples[0].digest;
}

}  // namespace

TEST_CASE("the id is the configured column, else the column id") {
  CHECK(id_of(R"({"id":"a","uid":"b"})") == "a");
  CHECK(id_of(R"({"id":"a","uid":"b"})", with_id("uid")) == "b");
  CHECK(id_of(R"({"m":{"k":"deep"}})", with_id("m.k")) == "deep");
}

TEST_CASE("numbers are ids as JSON writes them") {
  CHECK(id_of(R"({"id":7})") == "7");
  CHECK(id_of(R"({"id":-3})") == "-3");
  CHECK(id_of(R"({"id":1.5})") == "1.5");
}

TEST_CASE("without an id it is the hash of the row, whatever its order and spaces") {
  const auto id = id_of(R"({"b":1,"a":"x"})");
  CHECK(id == hex(sha256(R"({"a":"x","b":1})"), 8));
  CHECK(id == id_of(R"({ "a" : "\u0078", "b" : 1 })"));
  CHECK(id != id_of(R"({"a":"x","b":2})"));
}

TEST_CASE("empty, null, boolean and composite ids, and NUL in an id, are refused") {
  CHECK(samples_of(R"({"id":""})").error ==
        "a.jsonl:1: the id in column \"id\" is empty; an id is a non-empty string or a number");
  CHECK(samples_of(R"({"id":null})").error.contains("is null"));
  CHECK(samples_of(R"({"id":true})").error.contains("is of type boolean"));
  CHECK(samples_of(R"({"id":[1]})").error.contains("is of type array"));
  CHECK(samples_of(R"({"id":{}})").error.contains("is of type object"));
  CHECK(samples_of(R"({"id":"a\u0000b"})").error.contains("NUL"));
}

TEST_CASE("a row without the configured id column is refused with the nearest one") {
  CHECK(samples_of(R"({"uid":"a"})", with_id("uuid")).error.contains("did you mean \"uid\"?"));
}

TEST_CASE("the digest follows content and id, not order and formatting") {
  CHECK(digest_of(R"({"id":"a","x":[1,2]})") == digest_of(R"({ "x": [1, 2], "id": "a" })"));
  CHECK(digest_of(R"({"id":"a","x":1})") != digest_of(R"({"id":"a","x":2})"));
  CHECK(digest_of(R"({"id":"a","x":1})") != digest_of(R"({"id":"b","x":1})"));
  CHECK(digest_of(R"({"id":"a","x":"1"})") != digest_of(R"({"id":"a","x":1})"));
}

TEST_CASE("a duplicate id names both lines and the id, made fit for the screen") {
  const auto reading =
      samples_of("{\"id\":\"q\\u001b1\"}\n{\"id\":\"b\"}\n{\"id\":\"q\\u001b1\"}\n");
  CHECK(reading.fault == Fault::dataset);
  CHECK(reading.error ==
        "a.jsonl:3: the id \"q\\x1b1\" is already on line 1; every id is to stand once");
}

TEST_CASE("an id as a string and as a number is the same id") {
  CHECK(samples_of("{\"id\":\"7\"}\n{\"id\":7}\n").error.contains("already on line 1"));
}

TEST_CASE("equal rows without ids are refused with the way out") {
  const auto error = samples_of("{\"a\":1,\"b\":2}\n{\"b\":2,\"a\":1}\n").error;
  CHECK(error ==
        "a.jsonl:2: the same row as on line 1, and rows without an id are told apart by their "
        "content; remove the repeat or give the rows ids");
}

TEST_CASE("duplicates on one line of a JSON array are told by their place") {
  Folder folder;
  const auto reading =
      read_samples(dataset(folder.write("a.json", R"([{"id":1},{"id":2},{"id":1}])")));
  CHECK(reading.error.contains("a.json:1: the id \"1\" is already on line 1 (rows 1 and 3)"));
}
