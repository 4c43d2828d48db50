#include "foreign_files.hpp"

using namespace judge;
using namespace judge::test;
using Rater = Column::Rater;

TEST_CASE("people in columns beside the judge, with gaps") {
  const ForeignFile file("id,s,amy,ben\n1,7,8,\n2,3,,4\n");
  const auto table = file.read({{"score", {"s"}}, {"human", {"amy", "ben"}}});
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[1].rater == Rater::human);
  CHECK(table.columns[1].name == "amy");
  CHECK(table.columns[1].kind == VerdictKind::number);
  CHECK(shown(table, 1) == "8.0 absent");
  CHECK(shown(table, 2) == "absent 4.0");
}

TEST_CASE("people alone, of a kind that is said") {
  const ForeignFile file("idx,x,y\n1,1,2\n2,0,0\n");
  const auto table = file.read(
      {{"id", {"idx"}}, {"human", {"x", "y"}}, {"kind", {"prefer"}}, {"code", {"tie=0"}}});
  CHECK(shown(table, 0) == "A tie");
  CHECK(shown(table, 1) == "B tie");
  CHECK(file.refusal({{"human", {"x"}}}) ==
        "with --human alone, --kind is to say what it is: score, label or prefer");
}

TEST_CASE("a row a rater: one column for each name") {
  const ForeignFile file("item,who,label\n1,amy,x\n1,ben,y\n2,ben,x\n");
  const auto table =
      file.read({{"id", {"item"}}, {"human", {"label"}}, {"kind", {"label"}}, {"rater", {"who"}}});
  REQUIRE(table.columns.size() == 2);
  CHECK(table.columns[0].name == "amy");
  CHECK(shown(table, 0) == "x absent");
  CHECK(shown(table, 1) == "y x");
}

TEST_CASE("a rater who rates twice is refused") {
  const ForeignFile file("item,who,label\n1,amy,x\n1,amy,y\n");
  CHECK(file.refusal({{"id", {"item"}}, {"label", {"label"}}, {"rater", {"who"}}}) ==
        "FILE:3: field \"label\": amy rated this sample in an earlier row");
}

TEST_CASE("people in another file, joined by id and model") {
  ForeignFile file("id,m,s\n1,gpt,7\n1,mini,3\n2,gpt,5\n");
  const auto people = file.add("people.csv", "nr,m,grade\n1,mini,4\n2,gpt,6\n9,gpt,1\n").string();
  const auto table = file.read({{"score", {"s"}},
                                {"model", {"m"}},
                                {"human", {"grade"}},
                                {"human-file", {people}},
                                {"human-id", {"nr"}}});
  CHECK(shown(table, 1) == "absent 4.0 6.0");
  REQUIRE(table.remarks.size() == 1);
  CHECK(table.remarks[0].starts_with("1 of 3 rows of people's verdicts are about no line"));
}

TEST_CASE("a file of people's verdicts has to say which of several models is meant") {
  ForeignFile file("id,m,s\n1,gpt,7\n1,mini,3\n");
  const auto people = file.add("people.csv", "id,grade\n1,4\n").string();
  const auto refusal = file.refusal(
      {{"score", {"s"}}, {"model", {"m"}}, {"human", {"grade"}}, {"human-file", {people}}});
  CHECK(refusal.find("people.csv:2: --model m: the row has no such field") != std::string::npos);
}
