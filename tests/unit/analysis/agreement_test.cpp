#include "analysis/agreement.hpp"

#include <doctest/doctest.h>

#include "raters.hpp"

using namespace judge;
using namespace judge::test;
using doctest::Approx;
using Rater = Column::Rater;

namespace {

// Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example C: four observers,
// twelve units, missing data.
const std::vector<std::vector<std::string>> observers{
    {"1", "2", "3", "3", "2", "1", "4", "1", "2", "", "", ""},
    {"1", "2", "3", "3", "2", "2", "4", "1", "2", "5", "", "3"},
    {"", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", ""},
    {"1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", ""}};

/// Counts of a two by two table as two raters' labels: both yes, first only, second only, neither.
void add_pair(Raters& raters, Rater first, Rater second, std::vector<std::size_t> counts) {
  std::vector<std::string> a, b;
  const auto add = [&](std::size_t n, const char* x, const char* y) {
    a.insert(a.end(), n, x);
    b.insert(b.end(), n, y);
  };
  add(counts[0], "yes", "yes");
  add(counts[1], "yes", "no");
  add(counts[2], "no", "yes");
  add(counts[3], "no", "no");
  raters.add_labels("a", first, a);
  raters.add_labels("b", second, b);
}

}  // namespace

TEST_CASE("alpha of people with gaps is Krippendorff's 0.743") {
  Raters raters(12);
  for (std::size_t i = 0; i < 4; ++i)
    raters.add_labels("observer " + std::to_string(i + 1), Rater::human, observers[i]);
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& alpha = sheet_of(sheets, "alpha");
  REQUIRE(alpha.rows.size() == 1);
  CHECK(text(alpha, 0, "raters") == "people");
  CHECK(number(alpha, 0, "alpha") == Approx(0.743).epsilon(0.001));
  CHECK(number(alpha, 0, "units") == 11);
  CHECK(number(alpha, 0, "ratings") == 40);
  CHECK(sheet_of(sheets, "agreement").rows.size() == 6);
}

TEST_CASE("kappa of two raters: 70 % agreement, 50 % of it by chance") {
  Raters raters(50);
  add_pair(raters, Rater::human, Rater::judge, {20, 5, 10, 15});
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& agreement = sheet_of(sheets, "agreement");
  CHECK(text(agreement, 0, "relation") == "judge and person");
  CHECK(number(agreement, 0, "n") == 50);
  CHECK(number(agreement, 0, "equal") == Approx(0.7));
  CHECK(number(agreement, 0, "kappa") == Approx(0.4));
  // As in tests/unit/stats/kappa_test.cpp: statsmodels.
  CHECK(number(agreement, 0, "kappa_se") == Approx(0.12699606293110033));
}

TEST_CASE("a judge's labels against a person's, by class") {
  Raters raters(50);
  add_pair(raters, Rater::human, Rater::judge, {20, 5, 10, 15});
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& classes = sheet_of(sheets, "classification");
  REQUIRE(classes.rows.size() == 3);
  CHECK(text(classes, 0, "label") == "yes");
  CHECK(number(classes, 0, "support") == 25);
  CHECK(number(classes, 0, "predicted") == 30);
  CHECK(number(classes, 0, "precision") == Approx(20.0 / 30));
  CHECK(number(classes, 0, "recall") == Approx(20.0 / 25));
  CHECK(text(classes, 2, "label") == "macro");
  CHECK(number(classes, 2, "f1") == Approx((40.0 / 55 + 30.0 / 45) / 2));
  const auto& labels = sheet_of(sheets, "rater_labels");
  CHECK(text(labels, 0, "rater") == "b");
  CHECK(number(labels, 0, "yes") == 30);
  CHECK(number(labels, 1, "no") == 25);
}

TEST_CASE("scores have weighted kappas and correlations, over the lines that both rated") {
  Raters raters(6);
  raters.add("judge", Rater::judge, VerdictKind::number, {1, 2, 3, 4, 5, NAN});
  raters.add("amy", Rater::human, VerdictKind::number, {1, 3, 3, 4, 4, 5});
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& scores = sheet_of(sheets, "agreement_numbers");
  CHECK(number(scores, 0, "n") == 5);
  CHECK(number(scores, 0, "equal") == Approx(0.6));
  CHECK(number(scores, 0, "difference") == Approx(0));
  // By hand: Σ|d| = 2, Σd² = 2; by chance, over all pairs, 36/5 and 80/5.
  CHECK(number(scores, 0, "kappa_linear") == Approx(1 - 2 / (36.0 / 5)));
  CHECK(number(scores, 0, "kappa_quadratic") == Approx(1 - 2 / (80.0 / 5)));
  CHECK(number(scores, 0, "pearson") == Approx(7 / std::sqrt(10 * 6.0)));
  CHECK(number(scores, 0, "kendall") == Approx(8 / std::sqrt(10 * 8.0)));
  CHECK(remarks_on(scores, "judge and amy have only 5 lines in common"));
}

TEST_CASE("what people agree on among themselves stands beside what judges agree on with them") {
  Raters raters(4);
  raters.add_labels("judge", Rater::judge, {"x", "y", "x", "x"});
  raters.add_labels("amy", Rater::human, {"x", "y", "x", "y"});
  raters.add_labels("ben", Rater::human, {"x", "y", "y", ""});
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& beside = sheet_of(sheets, "agreement_beside");
  REQUIRE(beside.rows.size() == 2);
  CHECK(text(beside, 0, "rater") == "judge with people");
  CHECK(number(beside, 0, "pairs") == 2);
  CHECK(number(beside, 0, "equal") == Approx((3.0 / 4 + 2.0 / 3) / 2));
  CHECK(text(beside, 1, "rater") == "people with each other");
  CHECK(number(beside, 1, "equal") == Approx(2.0 / 3));
}

TEST_CASE("with one person nobody knows how well people agree") {
  Raters raters(2);
  raters.add_labels("judge", Rater::judge, {"x", "y"});
  raters.add_labels("amy", Rater::human, {"x", "y"});
  CHECK(remarks_on(sheet_of(agreement_sheets(raters.table, {}), "agreement_beside"),
                   "One person rated these lines"));
}

TEST_CASE("members of a panel are compared with each other, not with what they decide together") {
  Raters raters(3);
  raters.add_labels("quality", Rater::judge, {"x", "y", "x"});
  for (const auto* model : {"gpt", "mini"}) {
    raters.add_labels("quality", Rater::call, {"x", "y", "x"});
    raters.table.columns.back().model = model;
  }
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& agreement = sheet_of(sheets, "agreement");
  REQUIRE(agreement.rows.size() == 1);
  CHECK(text(agreement, 0, "first") == "quality: gpt");
  CHECK(text(agreement, 0, "second") == "quality: mini");
  CHECK(text(agreement, 0, "relation") == "panel");
  CHECK(text(sheet_of(sheets, "alpha"), 0, "raters") == "panel of quality");
}

TEST_CASE("what two raters cannot support is said in words") {
  Raters raters(3);
  raters.add_labels("amy", Rater::human, {"x", "", ""});
  raters.add_labels("ben", Rater::human, {"", "y", ""});
  raters.add_labels("eve", Rater::human, {"x", "", ""});
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& agreement = sheet_of(sheets, "agreement");
  CHECK(remarks_on(agreement, "amy and ben have rated no line in common."));
  CHECK(remarks_on(agreement, "κ of amy and eve has no value"));
  CHECK(unknown(agreement, 0, "kappa"));
  CHECK(remarks_on(sheet_of(sheets, "alpha"), "α of people has no value"));
}

TEST_CASE("lines of one sample make kappa's error a bootstrap's") {
  Raters raters(40);
  add_pair(raters, Rater::human, Rater::judge, {10, 10, 10, 10});
  const auto alone = agreement_sheets(raters.table, {});
  // Every line four times is no more than once.
  for (auto& line : raters.table.lines)
    line.cluster = raters.table.clusters.add(std::to_string(line.id / 4));
  const auto together = agreement_sheets(raters.table, {});
  CHECK(remarks_on(sheet_of(together, "agreement"), "by bootstrap"));
  CHECK(number(sheet_of(together, "agreement"), 0, "kappa_se") >
        number(sheet_of(alone, "agreement"), 0, "kappa_se"));
}

TEST_CASE("nothing is said of kappa's errors where no pair has a kappa") {
  Raters raters(8);
  raters.add("a", Rater::judge, VerdictKind::number, {1, 2.5, 3, 4.5, 5, 6.5, 7, 8.5});
  raters.add("b", Rater::judge, VerdictKind::number, {2, 2.5, 3, 5.5, 5, 6.5, 8, 8.5});
  for (auto& line : raters.table.lines)
    line.cluster = raters.table.clusters.add(std::to_string(line.id / 4));
  const auto sheets = agreement_sheets(raters.table, {});
  const auto& agreement = sheet_of(sheets, "agreement_numbers");
  for (const auto& remark : agreement.remarks) CHECK_FALSE(remark.contains("errors"));
}

TEST_CASE("verdicts of different kinds are not compared") {
  Raters raters(2);
  raters.add("score", Rater::judge, VerdictKind::number, {1, 2});
  raters.add_labels("grade", Rater::judge, {"x", "y"});
  CHECK(find_sheet(agreement_sheets(raters.table, {}), "agreement") == nullptr);
}
