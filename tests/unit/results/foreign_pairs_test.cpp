#include "foreign_files.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("both orders in one row: what is shown first is b in the second") {
  // Consistent for a; the first slot twice; consistent tie; one order without a verdict.
  const ForeignFile file("id,p,q\n1,A,B\n2,A,A\n3,tie,tie\n4,A,\n");
  const auto table = file.read({{"prefer", {"p"}}, {"swapped", {"q"}}});
  REQUIRE(table.columns.size() == 3);
  CHECK(shown(table, 0) == "A tie tie absent");
  CHECK(shown(table, 1) == "A A tie A");
  CHECK(shown(table, 2) == "A B tie absent");
  CHECK(table.columns[2].swapped);
  CHECK(table.columns[2].rater == Column::Rater::call);
  const auto drop = file.read({{"prefer", {"p"}}, {"swapped", {"q"}}, {"inconsistent", {"drop"}}});
  CHECK(shown(drop, 0) == "A inconsistent tie absent");
}

TEST_CASE("codes that are about the models already are not turned again") {
  const ForeignFile file("id,p,q\n1,A,A\n2,A,B\n");
  CHECK(shown(file.read({{"prefer", {"p"}}, {"swapped", {"q"}}, {"swap-undone", {"true"}}}), 0) ==
        "A tie");
}

TEST_CASE("the winner's name is about no place") {
  const ForeignFile file("id,l,r,p,q\n1,gpt,mini,gpt,gpt\n2,gpt,mini,gpt,mini\n");
  CHECK(shown(file.read({{"prefer", {"p"}}, {"swapped", {"q"}}, {"a", {"l"}}, {"b", {"r"}}}), 0) ==
        "A tie");
}

TEST_CASE("both orders in two rows") {
  const ForeignFile file(
      "id,l,r,p\n1,gpt,mini,A\n1,mini,gpt,B\n2,gpt,mini,A\n2,mini,gpt,A\n3,gpt,mini,B\n");
  const auto table =
      file.read({{"prefer", {"p"}}, {"a", {"l"}}, {"b", {"r"}}, {"both-orders", {"true"}}});
  CHECK(table.lines.size() == 3);
  CHECK(shown(table, 0) == "A tie absent");
  // Without it they are comparisons of their own.
  CHECK(file.read({{"prefer", {"p"}}, {"a", {"l"}}, {"b", {"r"}}}).lines.size() == 5);
}

TEST_CASE("judges' texts in both orders, as MT-bench has them") {
  const ForeignFile file("id,g1,g2\n1,So [[A]],So [[B]]\n2,So [[A]],So [[A]]\n3,[[C]],[[C]]\n");
  const auto table =
      file.read({{"text", {"g1"}}, {"swapped", {"g2"}}, {"family", {"mt-bench-pair"}}});
  CHECK(shown(table, 0) == "A tie tie");
}

TEST_CASE("lengths of both outputs, in code points") {
  const ForeignFile file("id,p,x,y\n1,A,käse,brot und\n");
  const auto table = file.read({{"prefer", {"p"}}, {"answer", {"x"}}, {"answer-b", {"y"}}});
  CHECK(table.lines[0].output.chars == 4);
  CHECK(table.lines[0].other->chars == 8);
}
