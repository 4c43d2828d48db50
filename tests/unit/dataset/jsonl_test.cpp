#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "dataset_files.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("JSONL is read line by line, with the lines' numbers") {
  Folder folder;
  const auto read = read_rows(folder.write("a.jsonl", "{\"a\":1}\n{\"a\":\"two\"}\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value == nlohmann::json{{"a", 1}});
  CHECK(read.rows[1].value == nlohmann::json{{"a", "two"}});
  CHECK(read.rows[1].line == 2);
}

TEST_CASE("a byte order mark, CRLF, blank lines and a last line without its end are no trouble") {
  Folder folder;
  const auto read =
      read_rows(folder.write("a.ndjson", "\xEF\xBB\xBF{\"a\":1}\r\n\r\n  \t\n{\"a\":2}"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value.at("a") == 1);
  CHECK(read.rows[1].value.at("a") == 2);
  CHECK(read.rows[1].line == 4);
}

TEST_CASE("a file that exists only in memory holds JSON lines, and can be read again") {
  const int descriptor = ::memfd_create("rows", 0);
  REQUIRE(::write(descriptor, "{\"a\":1}\n", 8) == 8);
  const auto path = std::filesystem::path("/proc/self/fd") / std::to_string(descriptor);
  CHECK(read_rows(path).rows.size() == 1);
  CHECK(read_rows(path).rows.size() == 1);
  ::close(descriptor);
}

TEST_CASE("U+2028, U+2029 and U+0085 are no line ends") {
  Folder folder;
  const auto read = read_rows(
      folder.write("a.jsonl", "{\"a\":\"x\xE2\x80\xA8y\xE2\x80\xA9z\xC2\x85!\"}\n{\"a\":\"\"}\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value.at("a") == "x\xE2\x80\xA8y\xE2\x80\xA9z\xC2\x85!");
}

TEST_CASE("a line far larger than the buffer is one row") {
  Folder folder;
  const std::string big(3'000'000, 'x');
  const auto read = read_rows(folder.write("a.jsonl", "{\"a\":\"" + big + "\"}\n{\"a\":\"y\"}\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value.at("a") == big);
  CHECK(read.rows[1].line == 2);
}

TEST_CASE("broken JSON names file, line and column") {
  const auto fault = fault_of("a.jsonl", "{\"a\":1}\n{\"a\": nope}\n");
  CHECK(fault.starts_with("a.jsonl:2: column "));
  CHECK(fault.contains("broken JSON"));
}

TEST_CASE("a line that stops in the middle is refused") {
  CHECK(fault_of("a.jsonl", "{\"a\":1}\n{\"a\": \"hal").starts_with("a.jsonl:2: "));
}

TEST_CASE("two objects on one line are refused") {
  CHECK(fault_of("a.jsonl", "{\"a\":1}{\"a\":2}\n").starts_with("a.jsonl:1: column "));
}

TEST_CASE("a row that is no object is refused, and an array points to .json") {
  CHECK(fault_of("a.jsonl", "7\n").contains("a.jsonl:1: every row is to be an object"));
  CHECK(fault_of("a.jsonl", "null\n").contains("this is null"));
  CHECK(fault_of("a.jsonl", "[{\"a\":1}]\n").contains("name it .json"));
}

TEST_CASE("invalid UTF-8 is refused with line and column") {
  const auto fault = fault_of("a.jsonl", "{\"a\":\"x\"}\n{\"a\":\"\xFF\"}\n");
  CHECK(fault == "a.jsonl:2: column 7: invalid UTF-8 (byte 0xff); save the file as UTF-8");
}

TEST_CASE("overlong and surrogate byte sequences are invalid UTF-8") {
  CHECK(fault_of("a.jsonl", "{\"a\":\"\xC0\xAF\"}\n").contains("invalid UTF-8"));
  CHECK(fault_of("a.jsonl", "{\"a\":\"\xED\xA0\x80\"}\n").contains("invalid UTF-8"));
}

TEST_CASE("a lone surrogate escape is refused and a pair is a character") {
  CHECK(fault_of("a.jsonl", R"({"a":"\ud800"})").contains("surrogate"));
  CHECK(fault_of("a.jsonl", R"({"a":"\udc00x"})").contains("surrogate"));
  CHECK(fault_of("a.jsonl", R"({"a":"\ud83d\ude00"})") == "");
}

TEST_CASE("raw control characters inside strings are refused") {
  CHECK(fault_of("a.jsonl", std::string("{\"a\":\"x\0y\"}\n", 13)).contains("control character"));
}

TEST_CASE("a key twice in one object is refused, the same key in two objects is not") {
  CHECK(fault_of("a.jsonl", R"({"a":1,"b":2,"a":3})").contains("the key \"a\" stands twice"));
  CHECK(fault_of("a.jsonl", R"({"a":{"a":1},"b":{"a":2}})") == "");
}

TEST_CASE("a number that no double holds is refused") {
  CHECK(fault_of("a.jsonl", R"({"a":1e999})").contains("1e999"));
}

TEST_CASE("nesting is allowed to 200 levels and refused beyond, however deep") {
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}\n";
  };
  CHECK(fault_of("a.jsonl", nested(200)) == "");
  CHECK(fault_of("a.jsonl", nested(201)).contains("nested deeper than 200"));
  CHECK(fault_of("a.jsonl", nested(1'000'000)).contains("nested deeper than 200"));
}

TEST_CASE("what the error quotes of the file cannot reach the terminal as an escape") {
  const auto fault = fault_of("a.jsonl", "{\"a\": \x1b[2J}\n");
  CHECK(fault.starts_with("a.jsonl:1: "));
  CHECK_FALSE(fault.contains('\x1b'));
}

TEST_CASE("after the fault of one row the next one is read") {
  Folder folder;
  auto reader = open_rows(folder.write("a.jsonl", "{\"a\":1}\n{\n{\"a\":3}\n"));
  REQUIRE(reader);
  CHECK((*reader)->next());
  CHECK_FALSE((*reader)->next());
  const auto third = (*reader)->next();
  REQUIRE(third);
  CHECK((*third)->value.at("a") == 3);
}
