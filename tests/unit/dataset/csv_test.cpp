#include <string>

#include "dataset_files.hpp"

using namespace judge;
using namespace judge::test;
using nlohmann::json;

TEST_CASE("CSV rows are objects of strings named by the header") {
  Folder folder;
  const auto read = read_rows(folder.write("a.csv", "id,question\n1, spaced \n2,\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value == json{{"id", "1"}, {"question", " spaced "}});
  CHECK(read.rows[1].value == json{{"id", "2"}, {"question", ""}});
}

TEST_CASE("quoted cells hold commas, quotes and line ends, and rows know the line they start on") {
  Folder folder;
  const auto read =
      read_rows(folder.write("a.csv",
                             "\xEF\xBB\xBF"
                             "id,q\r\n1,\"a, \"\"b\"\"\r\nc\n\"\r\n\r\n2,\"\"\r\n3,x"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[0].value == json{{"id", "1"}, {"q", "a, \"b\"\r\nc\n"}});
  CHECK(read.rows[0].line == 2);
  CHECK(read.rows[1].value == json{{"id", "2"}, {"q", ""}});
  CHECK(read.rows[1].line == 6);
  CHECK(read.rows[2].line == 7);
}

TEST_CASE("a blank line inside a quoted cell belongs to the cell") {
  Folder folder;
  const auto read = read_rows(folder.write("a.csv", "q,r\n\"a\n\nb\",1\n"));
  REQUIRE(read.rows.size() == 1);
  CHECK(read.rows[0].value.at("q") == "a\n\nb");
}

TEST_CASE("TSV cells hold commas and spaces") {
  Folder folder;
  const auto read = read_rows(folder.write("a.tsv", "q\tr\na, b\t \n\tx\n"));
  CHECK(read.error == "");
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].value == json{{"q", "a, b"}, {"r", " "}});
  CHECK(read.rows[1].value == json{{"q", ""}, {"r", "x"}});
}

TEST_CASE("a row with too few or too many cells is refused with line and counts") {
  CHECK(fault_of("a.csv", "a,b\n1,2\n3\n") == "a.csv:3: 1 cells where the header names 2");
  CHECK(fault_of("a.csv", "a,b\n1,2,3\n") == "a.csv:2: 3 cells where the header names 2");
}

TEST_CASE("a stray quote is refused with its line") {
  CHECK(fault_of("a.csv", "a,b\n1,2\n3,5\" pipe\n").starts_with("a.csv:3: a stray quote"));
  CHECK(fault_of("a.csv", "a,b\n\"1\"x,2\n").starts_with("a.csv:2: a stray quote"));
}

TEST_CASE("a quote never closed is refused with the line its record starts on") {
  const auto fault = fault_of("a.csv", "a,b\n1,2\n3,\"open\n4,5\n");
  CHECK(fault.starts_with("a.csv:3: "));
  CHECK(fault.contains("closing quote is missing"));
}

TEST_CASE("empty and repeated column names are refused") {
  CHECK(fault_of("a.csv", "a,,c\n1,2,3\n").contains("a.csv:1: column 2 has no name"));
  CHECK(fault_of("a.csv", "a,b,a\n1,2,3\n").contains("two columns are called \"a\""));
}

TEST_CASE("invalid UTF-8 in a cell is refused with line and column name") {
  CHECK(fault_of("a.csv", "a,b\n1,\xE9t\xE9\n").contains("a.csv:2: column \"b\": invalid UTF-8"));
  CHECK(fault_of("a.csv", "a,\xE9\n1,2\n").contains("not UTF-8"));
}

TEST_CASE("after a row with a wrong number of cells the next one is read") {
  Folder folder;
  auto reader = open_rows(folder.write("a.csv", "a,b\n1\n2,3\n"));
  REQUIRE(reader);
  CHECK_FALSE((*reader)->next());
  const auto second = (*reader)->next();
  REQUIRE(second);
  CHECK((*second)->value.at("a") == "2");
}

TEST_CASE("a header alone has no rows") {
  Folder folder;
  CHECK(read_rows(folder.write("a.csv", "a,b\n")).rows.empty());
}
