#include "foreign_files.hpp"

using namespace judge;
using namespace judge::test;

namespace {

std::string scores(std::string_view text, MappingValues values = {{"score", {"s"}}}) {
  return shown(ForeignFile(text, "data.json").read(values), 0);
}

}  // namespace

TEST_CASE("a JSON file is a list of rows, or an object around one") {
  CHECK(scores(R"([{"s":1},{"s":2}])") == "1.0 2.0");
  CHECK(scores(R"({"model":"x","data":[{"s":1},{"s":2}]})") == "1.0 2.0");
  CHECK(scores(R"({"a":{"b":[{"s":3}]}})", {{"score", {"s"}}, {"rows", {"a.b"}}}) == "3.0");
}

TEST_CASE("or lists side by side, or rows by their ids") {
  CHECK(scores(R"({"id":["x","y"],"s":[1,2]})") == "1.0 2.0");
  const ForeignFile file(R"({"q1":{"s":1},"q2":{"s":2}})", "data.json");
  const auto table = file.read({{"score", {"s"}}, {"id", {"key"}}});
  CHECK(shown(table, 0) == "1.0 2.0");
  CHECK(table.ids[1] == "q2");
}

TEST_CASE("of several lists one has to be chosen") {
  const ForeignFile file(R"({"train":[{"s":1}],"test":[{"s":2}]})", "data.json");
  CHECK(file.refusal({{"score", {"s"}}}) ==
        "FILE: several lists of rows; choose with --rows: test, train");
  CHECK(shown(file.read({{"score", {"s"}}, {"rows", {"test"}}}), 0) == "2.0");
}

TEST_CASE("broken JSON is refused with its line") {
  const ForeignFile file("{\"data\": [\n{\"s\": 1},\n{\"s\": }]}", "data.json");
  CHECK(file.refusal({{"score", {"s"}}}).starts_with("FILE:3: broken JSON"));
}

TEST_CASE("a field that no row has is refused, with the nearest") {
  const ForeignFile file("id,score,model\n1,7,x\n");
  CHECK(file.refusal({{"score", {"scores"}}}) ==
        "FILE: --score scores: the file has no such field, did you mean \"score\"?; there are: id, "
        "model, score");
  CHECK(file.refusal({{"score", {"score"}}, {"model", {"modle"}}}) ==
        "FILE:2: --model modle: the row has no such field, did you mean \"model\"?; there are: id, "
        "model, score");
}

TEST_CASE("a field that some rows lack is a gap") {
  const ForeignFile file("{\"id\":1}\n{\"id\":2,\"s\":4}\n", "data.jsonl");
  CHECK(shown(file.read({{"score", {"s"}}}), 0) == "absent 4.0");
}

TEST_CASE("two rows about one sample need telling apart") {
  const ForeignFile file("id,e,s\n1,0,7\n1,1,8\n");
  CHECK(file.refusal({{"score", {"s"}}}).starts_with("FILE:3: a second row about sample 1; say"));
  const auto table = file.read({{"score", {"s"}}, {"epoch", {"e"}}});
  CHECK(table.lines[1].epoch == 1);
  CHECK(table.ids.size() == 1);
}

TEST_CASE("without an id rows are numbered; clusters and groups come from fields") {
  const ForeignFile file("s,topic,doc\n7,x,d1\n8,y,d1\n");
  const auto table = file.read({{"score", {"s"}}, {"cluster", {"doc"}}, {"by", {"topic", "doc"}}});
  CHECK(table.ids[1] == "2");
  CHECK(table.lines[0].cluster == table.lines[1].cluster);
  CHECK(table.groups[table.lines[1].group] == "y / d1");
}

TEST_CASE("an empty file is refused") {
  CHECK(ForeignFile("id,s\n").refusal({{"score", {"s"}}}) == "FILE: there is no row in it");
}
