#include <string>

#include "dataset_files.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("a JSON array is read element by element, with the lines its objects start on") {
  Folder folder;
  const auto read = read_rows(folder.write(
      "a.json", "\xEF\xBB\xBF\n[\n  {\"a\": \"]}\\\"\", \"b\": [1,\n2]},\r\n  {\"a\": {}}\n]\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value == nlohmann::json{{"a", "]}\""}, {"b", {1, 2}}});
  CHECK(read.rows[0].line == 3);
  CHECK(read.rows[1].line == 5);
}

TEST_CASE("elements larger than the buffer, and many of them, are read") {
  Folder folder;
  std::string text = "[";
  for (int i = 0; i < 3; ++i)
    text += (i ? "," : "") + ("{\"a\":\"" + std::string(700'000, 'x')) + std::to_string(i) + "\"}";
  const auto read = read_rows(folder.write("a.json", text + "]"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[2].value.at("a").get<std::string>().ends_with("x2"));
}

TEST_CASE("an empty array has no rows and no fault") {
  Folder folder;
  const auto read = read_rows(folder.write("a.json", " [ ] "));
  CHECK(read.error == "");
  CHECK(read.rows.empty());
}

TEST_CASE("an object around the rows is refused with the way out") {
  const auto fault = fault_of("a.json", "{\"data\":[{\"a\":1}]}");
  CHECK(fault.starts_with("a.json:1: "));
  CHECK(fault.contains("jq -c '.data[]'"));
  CHECK(fault.contains(".jsonl"));
}

TEST_CASE("a file that is no array is refused") {
  CHECK(fault_of("a.json", "hello").contains("one array of objects"));
}

TEST_CASE("an element that is no object is refused") {
  CHECK(fault_of("a.json", "[{\"a\":1},\n7]").contains("a.json:2: every element"));
  CHECK(fault_of("a.json", "[{\"a\":1},]").contains("a.json:1: every element"));
}

TEST_CASE("an array cut short is refused wherever it is cut") {
  const std::string whole = "[{\"a\":\"x\"},{\"b\":[1]}]";
  for (std::size_t size = 1; size < whole.size(); ++size)
    CHECK_MESSAGE(fault_of("a.json", whole.substr(0, size)) != "", size);
  CHECK(fault_of("a.json", whole) == "");
}

TEST_CASE("a missing comma, or something behind the array, is refused") {
  CHECK(fault_of("a.json", "[{\"a\":1}\n{\"a\":2}]").contains("a.json:2: broken JSON: , or ]"));
  CHECK(fault_of("a.json", "[{\"a\":1}] x").contains("follows the closing ]"));
}

TEST_CASE("broken JSON inside an element names the line inside it") {
  CHECK(fault_of("a.json", "[\n{\"a\":1,\n \"b\" 2}]").starts_with("a.json:3: column "));
  CHECK(fault_of("a.json", "[\n{\"a\": [}}]").starts_with("a.json:2: "));
}

TEST_CASE("an element nested too deeply is refused") {
  const std::string deep(100'000, '[');
  CHECK(fault_of("a.json", "[{\"a\":" + deep + std::string(100'000, ']') + "}]")
            .contains("nested deeper"));
}

TEST_CASE("after a broken element the next one is read") {
  Folder folder;
  auto reader = open_rows(folder.write("a.json", "[{\"a\" 1},{\"a\":2}]"));
  REQUIRE(reader);
  CHECK_FALSE((*reader)->next());
  const auto second = (*reader)->next();
  REQUIRE(second);
  CHECK((*second)->value.at("a") == 2);
}
