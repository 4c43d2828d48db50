#include "analysis/metrics.hpp"

#include "unit/analysis/report_tables.hpp"

using namespace judge;
using test::check_interval;
using test::count;
using test::interval;
using test::number;
using test::ScoredTable;
using test::sheet;
using test::text;
using test::unknown;

TEST_CASE("metrics count every null, and say where the mean would lie with them") {
  ScoredTable scores(VerdictKind::number, {7, 8, 5, 9, 6});
  scores.scale(1, 10);
  scores.add_null("refusal");
  scores.add_null("refusal");
  scores.add_null("failed", true);
  const auto sheets = metrics_sheets(scores.table, {});
  const auto& metrics = sheet(sheets, "metrics");
  CHECK(count(metrics, 0, "n") == 5);
  CHECK(number(metrics, 0, "mean") == 7);
  CHECK(count(metrics, 0, "unscored") == 2);
  CHECK(count(metrics, 0, "failed") == 1);
  check_interval(interval(metrics, 0, "bounds"), 38.0 / 8, 65.0 / 8);
  const auto& nulls = sheet(sheets, "nulls");
  CHECK(text(nulls, 0, "reason") == "refusal");
  CHECK(count(nulls, 0, "count") == 2);
  CHECK(number(nulls, 0, "share") == 0.25);
  CHECK(text(nulls, 1, "reason") == "failed");
}

TEST_CASE("without a known scale or without nulls there is no worst or best case") {
  ScoredTable scores(VerdictKind::number, {7, 8});
  scores.add_null("refusal");
  CHECK(unknown(metrics_sheets(scores.table, {})[0], 0, "bounds"));
  ScoredTable whole(VerdictKind::number, {7, 8});
  whole.scale(1, 10);
  CHECK(unknown(metrics_sheets(whole.table, {})[0], 0, "bounds"));
}

TEST_CASE("what a table cannot support is said in words") {
  CHECK(test::remarks(metrics_sheets(ScoredTable(VerdictKind::number, {7}).table, {})[0],
                      "1 row has a single verdict"));
  CHECK(test::remarks(metrics_sheets(ScoredTable(VerdictKind::number, {7, 7}).table, {})[0],
                      "all equal"));
  ScoredTable one(VerdictKind::number);
  one.add(7, "a", 0);
  one.add(8, "a", 1);
  const auto sheets = metrics_sheets(one.table, {});
  CHECK(test::remarks(sheets[0], "in one cluster"));
  CHECK(test::remarks(sheets[0], "Repeats of a sample are not independent"));
  CHECK(test::remarks(metrics_sheets(ScoredTable(VerdictKind::number).table, {})[0],
                      "no results lines"));
}

TEST_CASE("lines still to come are counted") {
  ScoredTable scores(VerdictKind::number, {7, 8});
  scores.table.expected_lines = 5;
  CHECK(count(sheet(metrics_sheets(scores.table, {}), "pending"), 0, "pending") == 3);
}

TEST_CASE("every label that a judge may give has its share, though it never came up") {
  ScoredTable scores(VerdictKind::label, {1, 1, 0, 1});
  scores.table.columns[0].choices = {{"RIGHT", 1}, {"HALF", 0.5}, {"WRONG", 0}};
  for (const std::size_t line : {0, 1, 3}) scores.label(line, "RIGHT");
  scores.label(2, "WRONG");
  const auto sheets = metrics_sheets(scores.table, {});
  const auto& labels = sheet(sheets, "labels");
  REQUIRE(labels.rows.size() == 3);
  CHECK(text(labels, 0, "label") == "RIGHT");
  CHECK(number(labels, 0, "share") == 0.75);
  check_interval(interval(labels, 0, "interval"), 0.30064184258240184, 0.9544127391902995);
  CHECK(count(labels, 1, "count") == 0);
}

TEST_CASE("a pair's tie is half a win") {
  ScoredTable scores(VerdictKind::preference, {1, 1, 0.5, 0});
  const auto b = scores.table.models.add("b");
  for (auto& line : scores.table.lines) line.against = b;
  const auto sheets = metrics_sheets(scores.table, {});
  CHECK(number(sheets[0], 0, "mean") == 0.625);
  const auto& wins = sheet(sheets, "wins");
  CHECK(text(wins, 0, "against") == "b");
  CHECK(count(wins, 0, "wins") == 2);
  CHECK(count(wins, 0, "ties") == 1);
  CHECK(count(wins, 0, "losses") == 1);
}

TEST_CASE("only the final mean of a rubric is cut to 0 and 1") {
  const auto below = metrics_sheets(ScoredTable(VerdictKind::share, {-0.5, 0.1}).table, {});
  CHECK(number(below[0], 0, "mean") == 0);
  CHECK(test::remarks(below[0], "is cut there"));
  const auto mixed = metrics_sheets(ScoredTable(VerdictKind::share, {-0.5, 1}).table, {});
  CHECK(number(mixed[0], 0, "mean") == 0.25);
}

TEST_CASE("criteria have the rate at which they were met") {
  ScoredTable scores(VerdictKind::share, {1, 0.5, 1, 1});
  auto& first = scores.add_call(VerdictKind::truth);
  first.criterion = "1";
  for (std::size_t i = 0; i < 4; ++i) first.cells[i].score = i == 1 ? 0 : 1;
  const auto sheets = metrics_sheets(scores.table, {});
  const auto& criteria = sheet(sheets, "criteria");
  CHECK(text(criteria, 0, "criterion") == "1");
  CHECK(number(criteria, 0, "rate") == 0.75);
  check_interval(interval(criteria, 0, "interval"), 0.30064184258240184, 0.9544127391902995);
}

namespace {

// Four attempts at each of three samples: 4, 2 and 0 passed.
ScoredTable attempts() {
  ScoredTable scores(VerdictKind::truth);
  const std::uint32_t passed[] = {4, 2, 0};
  for (std::uint32_t sample = 0; sample < 3; ++sample)
    for (std::uint32_t epoch = 0; epoch < 4; ++epoch)
      scores.add(epoch < passed[sample] ? 1 : 0, std::to_string(sample), epoch);
  return scores;
}

}  // namespace

TEST_CASE("epochs share the variance out between samples and within them") {
  const auto scores = attempts();
  const auto sheets = epoch_sheets(scores.table, {});
  const auto& epochs = sheet(sheets, "epochs");
  CHECK(count(epochs, 0, "samples") == 3);
  CHECK(number(epochs, 0, "epochs") == 4);
  // MSW = 1/9, MSB = 1: (1 − 1/9)/4 = 2/9.
  CHECK(number(epochs, 0, "within") == doctest::Approx(1.0 / 9));
  CHECK(number(epochs, 0, "between") == doctest::Approx(2.0 / 9));
  CHECK(number(epochs, 0, "icc") == doctest::Approx(2.0 / 3));
}

TEST_CASE("attempts that pass or fail have pass@k and pass^k") {
  const auto scores = attempts();
  const auto sheets = epoch_sheets(scores.table, {});
  const auto& pass = sheet(sheets, "pass");
  REQUIRE(pass.rows.size() == 4);
  // Of 2 passed in 4: pass@2 = 1 − C(2,2)/C(4,2) = 5/6, pass^2 = 1/6.
  CHECK(number(pass, 1, "pass_at_k") == doctest::Approx((1 + 5.0 / 6 + 0) / 3));
  CHECK(number(pass, 1, "pass_hat_k") == doctest::Approx((1 + 1.0 / 6 + 0) / 3));
  CHECK(number(pass, 3, "pass_at_k") == doctest::Approx(2.0 / 3));
  CHECK(number(pass, 3, "pass_hat_k") == doctest::Approx(1.0 / 3));
}

TEST_CASE("one epoch says nothing of epochs") {
  CHECK(epoch_sheets(ScoredTable(VerdictKind::truth, {1, 0}).table, {}).empty());
}
