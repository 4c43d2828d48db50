#include "results/write_results.hpp"

#include "foreign_files.hpp"
#include "results/read_results.hpp"

using namespace judge;
using namespace judge::test;

namespace {

/// What judge report reads of the results that are written of a file.
struct Written {
  Written(std::string_view text, MappingValues values) : file(text) {
    verdicts = file.try_read(values).value();
    done = write_results(posix_files(), folder / "out.jsonl", verdicts, {});
  }
  VerdictTable table() const {
    REQUIRE(done);
    auto table = read_results(folder / "out.jsonl", {});
    INFO((table ? "" : table.error().message));
    REQUIRE(table);
    return std::move(*table);
  }

  ForeignFile file;
  ForeignVerdicts verdicts;
  Scratch folder;
  Result<> done;
};

}  // namespace

TEST_CASE("scores, nulls, models, groups and people survive the results file") {
  const Written written(
      "id,m,s,amy\n1,gpt,7,6\n2,gpt,11,\n1,mini,3,4\n2,mini,4,\n",
      {{"score", {"s"}}, {"scale", {"1,10"}}, {"model", {"m"}}, {"human", {"amy"}}});
  const auto table = written.table();
  REQUIRE(table.columns.size() == 2);
  CHECK(table.columns[0].name == "s");
  CHECK(table.columns[0].max == 10);
  CHECK(shown(table, 0) == "7.0 out_of_range 3.0 4.0");
  CHECK(table.models[table.lines[2].model] == "mini");
  CHECK(table.columns[1].rater == Column::Rater::human);
  CHECK(table.columns[1].cells[2].score == 4);
  CHECK(table.expected_lines == 4);
}

TEST_CASE("pairs keep both orders, their models and their lengths") {
  const Written written("id,l,r,p,q\n1,gpt,mini,A,B\n2,gpt,mini,A,A\n",
                        {{"prefer", {"p"}}, {"swapped", {"q"}}, {"a", {"l"}}, {"b", {"r"}}});
  const auto table = written.table();
  CHECK(shown(table, 0) == "A tie");
  CHECK(table.columns[0].kind == VerdictKind::preference);
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[2].swapped);
  CHECK(shown(table, 2) == "A B");
  CHECK(table.models[table.lines[0].against] == "mini");
}

TEST_CASE("labels and truths keep their kinds") {
  const Written written(
      "id,g,t\n1,good,true\n2,bad,false\n",
      {{"label", {"g"}}, {"value", {"good=1", "bad=0"}}, {"exact", {"t"}}, {"answer", {"t"}}});
  const auto table = written.table();
  CHECK(table.columns[0].kind == VerdictKind::label);
  CHECK(shown(table, 0) == "good bad");
  CHECK(table.columns[1].kind == VerdictKind::truth);
}

TEST_CASE("a file that exists is not written over") {
  const Written written("id,s\n1,7\n", {{"score", {"s"}}, {"scale", {"1,10"}}});
  const auto again =
      write_results(posix_files(), written.folder / "out.jsonl", written.verdicts, {});
  REQUIRE_FALSE(again);
  CHECK(
      again.error().message.ends_with("exists, and is not written over; give another name, or "
                                      "remove it"));
}

TEST_CASE("people's verdicts alone are no results, and neither are labels without values") {
  const Written people("id,x\n1,2\n", {{"human", {"x"}}, {"kind", {"score"}}});
  CHECK_FALSE(people.done);
  const Written words("id,x\n1,a\n", {{"label", {"x"}}});
  REQUIRE_FALSE(words.done);
  CHECK(words.done.error().message.ends_with(
      "the labels of x have no values; add --value LABEL=NUMBER for each"));
}
