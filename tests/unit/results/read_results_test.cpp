#include "results/read_results.hpp"

#include "store/checksum.hpp"
#include "unit/results/results_lines.hpp"

using namespace judge;
using test::line;
using test::ResultsFolder;
using test::verdict;
using Rater = Column::Rater;

namespace {

About score_about(std::uint64_t samples) {
  return {.name = "trivia",
          .samples = samples,
          .epochs = 1,
          .models = {},
          .judges = {{.name = "quality",
                      .method = "score",
                      .kind = VerdictKind::number,
                      .min = 1,
                      .max = 10,
                      .choices = {},
                      .models = {"gpt"}}}};
}

std::string reason(const VerdictTable& table, const Column& column, std::size_t at) {
  return table.reasons[column.cells[at].reason];
}

}  // namespace

TEST_CASE("scores come with their scale, and nulls with their reason") {
  ResultsFolder folder;
  folder.describe(score_about(5));
  folder.add(line("a", {{"verdict", verdict(7, 7.0)}}));
  folder.add(line("b", {{"status", "unscored"},
                        {"unscored", {{{"judge", "quality"}, {"reason", "refusal"}}}}}));
  folder.add(line("c", {{"status", "failed"}}));
  const auto table = folder.read();
  CHECK(table.name == "trivia");
  CHECK(table.expected_lines == 5);
  CHECK(table.remarks.empty());
  REQUIRE(table.columns.size() == 1);
  const auto& judge = table.columns[0];
  CHECK(judge.name == "quality");
  CHECK(judge.max == 10);
  CHECK(judge.cells[0].score == 7);
  CHECK(reason(table, judge, 1) == "refusal");
  CHECK(reason(table, judge, 2) == "failed");
  CHECK(table.lines[2].failed);
  CHECK_FALSE(table.lines[1].failed);
}

TEST_CASE(
    "without an about file the kind of verdicts is told from their values, and that is said") {
  struct Example {
    std::vector<test::Json> values;
    VerdictKind kind;
  };
  const Example examples[] = {
      {{7, 8.5}, VerdictKind::number},
      {{1, 1}, VerdictKind::number},
      {{0, 1}, VerdictKind::truth},
      {{true, true}, VerdictKind::truth},
      {{"A", "tie"}, VerdictKind::preference},
      {{"A", "C"}, VerdictKind::label},
      {{{{"1", true}}, {{"1", false}}}, VerdictKind::share},
  };
  for (const auto& [values, kind] : examples) {
    ResultsFolder folder;
    int number = 0;
    for (const auto& value : values)
      folder.add(line("q" + std::to_string(++number), {{"verdict", verdict(value, 0.5)}}));
    const auto table = folder.read();
    CHECK(table.column("judge", Rater::judge)->kind == kind);
    REQUIRE(table.remarks.size() == 1);
    CHECK(table.remarks[0].contains("r.jsonl.about.json"));
  }
}

TEST_CASE("several judges have a column each, by name") {
  ResultsFolder folder;
  folder.add(line("a", {{"verdict", verdict(7, 7)},
                        {"verdicts", {{"x", verdict(7, 7)}, {"y", nullptr}}},
                        {"unscored", {{{"judge", "y"}, {"reason", "truncated"}}}}}));
  const auto table = folder.read();
  REQUIRE(table.columns.size() == 2);
  CHECK(table.column("x", Rater::judge)->cells[0].score == 7);
  CHECK(reason(table, *table.column("y", Rater::judge), 0) == "truncated");
}

TEST_CASE("a judge's calls have columns where it made more than one a line") {
  ResultsFolder folder;
  const auto call = [](const char* model, int vote, int score) {
    return test::Json{{"model", model}, {"vote", vote}, {"value", score}, {"score", score}};
  };
  folder.add(
      line("a", {{"verdict", verdict(7, 7)}, {"judges", {call("m", 1, 6), call("m", 2, 8)}}}));
  folder.add(line(
      "b",
      {{"verdict", verdict(5, 5)},
       {"judges", {call("m", 1, 5), {{"model", "m"}, {"vote", 2}, {"reason", "truncated"}}}}}));
  const auto table = folder.read();
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[1].rater == Rater::call);
  CHECK(table.columns[1].vote == 1);
  CHECK(table.columns[2].model == "m");
  CHECK(table.columns[2].cells[0].score == 8);
  CHECK(reason(table, table.columns[2], 1) == "truncated");
}

TEST_CASE("a single call a line has no column, nor has a fallback's answer one of its own") {
  ResultsFolder folder;
  folder.describe(score_about(2));
  for (const auto* const model : {"gpt", "spare"})
    folder.add(line(model, {{"verdict", verdict(7, 7)},
                            {"judges", {{{"model", model}, {"value", 7}, {"score", 7}}}}}));
  CHECK(folder.read().columns.size() == 1);
}

TEST_CASE("a repair's answer stands in the place of what it repaired") {
  ResultsFolder folder;
  const auto call = [](test::Json more) {
    test::Json call = {{"model", "m"}, {"order", "ab"}};
    call.update(more);
    return call;
  };
  folder.add(line("a", {{"verdict", verdict("A", 1)},
                        {"judges",
                         {call({{"reason", "no verdict"}}),
                          call({{"value", "A"}, {"score", 1}, {"repair", true}}),
                          call({{"order", "ba"}, {"value", "A"}, {"score", 1}})}}}));
  const auto table = folder.read();
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[1].cells[0].score == 1);
  CHECK_FALSE(table.columns[1].swapped);
  CHECK(table.columns[2].swapped);
}

TEST_CASE("both orders have a column though each line has but one of them") {
  ResultsFolder folder;
  for (const auto* const order : {"ab", "ba"})
    folder.add(line(
        order, {{"verdict", verdict("B", 0)},
                {"judges", {{{"model", "m"}, {"order", order}, {"value", "B"}, {"score", 0}}}}}));
  CHECK(folder.read().columns.size() == 3);
}

TEST_CASE("a rubric has a column a criterion, once") {
  ResultsFolder folder;
  const test::Json met = {{"1", true}, {"2", false}};
  folder.add(line("a", {{"verdict", verdict(met, 0.6)},
                        {"judges", {{{"model", "m"}, {"value", met}, {"score", 0.6}}}}}));
  const auto table = folder.read();
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[0].kind == VerdictKind::share);
  CHECK(table.columns[1].criterion == "1");
  CHECK(table.columns[1].kind == VerdictKind::truth);
  CHECK(table.columns[1].cells[0].score == 1);
  CHECK(table.columns[2].cells[0].score == 0);
}

TEST_CASE("people's verdicts count on the judge's scale, and those off it are counted") {
  ResultsFolder folder;
  const auto add = [&](const char* id, test::Json human) {
    folder.add(line(id, {{"verdict", verdict("GOOD", 1)},
                         {"human", {{"judge", human}}},
                         {"metadata", {{"rating", "BAD"}}}}));
  };
  folder.add(line("z", {{"verdict", verdict("BAD", 0)}}));
  add("a", "BAD");
  add("b", "HORRID");
  add("c", nullptr);
  const auto table = folder.read({.by = {}, .cluster = "", .human = "rating"});
  const auto& human = *table.column("judge", Rater::human);
  CHECK(human.kind == VerdictKind::label);
  CHECK(reason(table, human, 0) == "absent");
  CHECK(human.cells[1].score == 0);
  CHECK(reason(table, human, 2) == "unknown_label");
  CHECK(reason(table, human, 3) == "absent");
  CHECK(table.remarks[1].starts_with("1 human verdict for judge"));
  CHECK(table.column("rating", Rater::human)->cells[3].score == 0);
}

TEST_CASE("groups and clusters are fields of the line or of its metadata") {
  ResultsFolder folder;
  folder.add(line(
      "a", {{"verdict", verdict(7, 7)}, {"metadata", {{"topic", "law"}, {"deep", {{"n", 3}}}}}}));
  folder.add(line("b", {{"verdict", verdict(7, 7)}, {"cluster", "c1"}}));
  const auto table = folder.read({.by = {"topic", "metadata.deep.n"}, .cluster = "", .human = ""});
  CHECK(table.groups[table.lines[0].group] == "law / 3");
  CHECK(table.groups[table.lines[1].group] == "(none) / (none)");
  CHECK(table.lines[0].cluster == no_name);
  CHECK(table.clusters[table.lines[1].cluster] == "c1");
}

TEST_CASE("a field that no line has is a fault of the command line, by its flag") {
  ResultsFolder folder;
  folder.add(line("a", {{"verdict", verdict(7, 7)}}));
  const auto message = [&](const ReadOptions& options) {
    const auto table = folder.try_read(options);
    REQUIRE_FALSE(table);
    CHECK(table.error().fault == Fault::usage);
    return table.error().message;
  };
  CHECK(message({.by = {"topic"}, .cluster = "", .human = ""}).contains("--by topic"));
  CHECK(message({.by = {}, .cluster = "x.y", .human = ""}).contains("--cluster x.y"));
  CHECK(message({.by = {}, .cluster = "", .human = "h"}).contains("--human h"));
}

TEST_CASE("a last line cut at any byte is left out, and that is said") {
  ResultsFolder whole;
  whole.add(line("a", {{"verdict", verdict(7, 7)}}));
  const auto first = whole.text().size();
  whole.add(line("b", {{"verdict", verdict(8, 8)}}));
  for (std::size_t size = first + 1; size + 1 < whole.text().size(); ++size) {
    ResultsFolder folder;
    folder.add_text(whole.text().substr(0, size));
    const auto table = folder.read();
    CHECK(table.lines.size() == 1);
    REQUIRE(table.remarks.size() == 2);
    CHECK(table.remarks[1].contains("last line"));
  }
}

TEST_CASE("a line that is no results line is named by file and number") {
  for (const auto* const bad :
       {"{\"half\n", "[1]\n", "{\"question\":\"why?\"}\n", "{\"id\":true}\n"}) {
    ResultsFolder folder;
    folder.add(line("a", {{"verdict", verdict(7, 7)}}));
    folder.add_text("\n");
    folder.add_text(bad);
    folder.add(line("b", {{"verdict", verdict(7, 7)}}));
    const auto table = folder.try_read();
    REQUIRE_FALSE(table);
    CHECK(table.error().fault == Fault::dataset);
    CHECK(table.error().message.contains("r.jsonl:3:"));
  }
}

TEST_CASE("a line that was changed after it was written is refused, not counted") {
  auto text = line("a", {{"verdict", verdict(7, 7)}}).dump();
  seal_line(text);
  ResultsFolder folder;
  folder.add_text(text + "\n");
  CHECK(folder.read().lines.size() == 1);
  text.replace(text.find("\"value\":7"), 9, "\"value\":8");
  folder.add_text(text + "\n");
  const auto table = folder.try_read();
  REQUIRE_FALSE(table);
  CHECK(table.error().message.contains("r.jsonl:2: is not what was written"));
}

TEST_CASE("of two lines of one sample, epoch and model the last counts, and that is said") {
  ResultsFolder folder;
  folder.add(line("a", {{"verdict", verdict(1, 1)}}));
  folder.add(line("a", {{"verdict", verdict(3, 3)}, {"model", "m"}}));
  folder.add(line("a", {{"verdict", verdict(2, 2)}}));
  folder.add(line("a", {{"verdict", verdict(4, 4)}, {"epoch", 1}}));
  const auto table = folder.read();
  REQUIRE(table.lines.size() == 3);
  CHECK(table.columns[0].cells[0].score == 3);
  CHECK(table.columns[0].cells[1].score == 2);
  CHECK(table.remarks[0].starts_with("1 line repeats"));
}

TEST_CASE("outputs are as long as they have characters, and the other one of a pair is known") {
  ResultsFolder folder;
  folder.add(line("a", {{"output", "añ€😀"},
                        {"model", "m"},
                        {"verdict", verdict("A", 1)},
                        {"against", {{"model", "n"}, {"output", "short"}}}}));
  folder.add(
      line("b", {{"verdict", verdict("B", 0)}, {"against", {{"model", nullptr}, {"output", ""}}}}));
  const auto table = folder.read();
  CHECK(table.lines[0].output.chars == 4);
  CHECK(table.lines[0].other->chars == 5);
  CHECK(table.models[table.lines[0].against] == "n");
  CHECK(table.lines[1].against == no_name);
  CHECK(table.lines[1].other->chars == 0);
}

TEST_CASE("a file that is not there is named") {
  const auto table = read_results("/nowhere/r.jsonl", ReadOptions{});
  REQUIRE_FALSE(table);
  CHECK(table.error().fault == Fault::dataset);
  CHECK(table.error().message.contains("/nowhere/r.jsonl"));
}

TEST_CASE("judges that only calls or nothing at all tell of have a column of nulls") {
  ResultsFolder called;
  called.add(line("a", {{"status", "failed"}, {"judges", {{{"model", "m"}, {"judge", "x"}}}}}));
  const auto table = called.read();
  CHECK(reason(table, *table.column("x", Rater::judge), 0) == "failed");
  ResultsFolder silent;
  silent.add(line("a", {{"status", "failed"}}));
  CHECK(silent.read().columns.size() == 1);
}

TEST_CASE("an empty file is a table without lines") {
  const ResultsFolder folder;
  CHECK(folder.read().lines.empty());
}

TEST_CASE("a verdict without a score is unreadable, and the reason says so") {
  ResultsFolder folder;
  folder.add(line("q1", {{"verdict", {{"value", "A"}}}}));
  const auto table = folder.read();
  REQUIRE(table.columns.size() == 1);
  CHECK_FALSE(table.columns[0].cells[0].scored());
  REQUIRE(table.columns[0].cells[0].reason != no_name);
  CHECK(table.reasons[table.columns[0].cells[0].reason] == "unreadable");
}
