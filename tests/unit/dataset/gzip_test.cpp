#include <string>

#include "dataset_files.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("every format is read through gzip") {
  Folder folder;
  const auto first = [&](const std::string& name, std::string_view text) {
    const auto read = read_rows(folder.write_gzip(name, text));
    CHECK(read.error == "");
    REQUIRE(read.rows.size() == 1);
    return read.rows[0].value;
  };
  const nlohmann::json row{{"a", "1"}};
  CHECK(first("a.jsonl.gz", "{\"a\":\"1\"}\n") == row);
  CHECK(first("a.ndjson.GZ", "\xEF\xBB\xBF{\"a\":\"1\"}\n") == row);
  CHECK(first("a.json.gz", "[{\"a\":\"1\"}]") == row);
  CHECK(first("a.csv.gz", "a\n1\n") == row);
  CHECK(first("a.tsv.gz", "a\n1\n") == row);
}

TEST_CASE("gzip files joined end to end are read to the last") {
  Folder folder;
  const auto part = read_bytes(folder.write_gzip("p.jsonl.gz", "{\"a\":1}\n"));
  CHECK(read_rows(folder.write("a.jsonl.gz", part + part)).rows.size() == 2);
}

TEST_CASE("a gzip file cut short anywhere is refused, however many rows it still holds") {
  Folder folder;
  const auto whole = read_bytes(folder.write_gzip("w.jsonl.gz", "{\"a\":1}\n{\"a\":2}\n"));
  for (std::size_t size = 3; size < whole.size(); ++size) {
    const auto error = read_rows(folder.write("a.jsonl.gz", whole.substr(0, size))).error;
    CHECK_MESSAGE(error.contains("cut short"), size);
  }
}

TEST_CASE("damaged gzip data is refused") {
  Folder folder;
  auto bytes = read_bytes(folder.write_gzip("w.jsonl.gz", "{\"a\":1}\n{\"a\":2}\n"));
  bytes[bytes.size() - 6] ^= 0x40;  // in the checksum
  CHECK(read_rows(folder.write("a.jsonl.gz", bytes)).error.contains("corrupt"));
}

TEST_CASE("what is no dataset is refused with what to do") {
  Folder folder;
  CHECK(read_rows(folder.path() / "none.jsonl").error.contains("no such file"));
  CHECK(
      read_rows(folder.write("a.txt", "x")).error.contains(".jsonl, .ndjson, .json, .csv or .tsv"));
  std::filesystem::create_directory(folder.path() / "d.jsonl");
  CHECK(read_rows(folder.path() / "d.jsonl").error.contains("not a plain file"));
  CHECK(fault_of("a.csv", "\xFF\xFEx").contains("UTF-16"));
}
