#include "analysis/calibration.hpp"

#include <doctest/doctest.h>

#include "raters.hpp"

using namespace judge;
using namespace judge::test;
using doctest::Approx;
using Rater = Column::Rater;

namespace {

const std::vector<double> judged{1, 0, 1, 1, 0, 1, 1, 0, 1, 1};

}  // namespace

TEST_CASE("a person's part of the lines is carried to all by the judge") {
  Raters raters(10);
  raters.add("judge", Rater::judge, VerdictKind::truth, judged);
  raters.add("amy", Rater::human, VerdictKind::truth, {1, 0, 0, 1, NAN, NAN, NAN, NAN, NAN, NAN});
  const auto sheets = calibration_sheets(raters.table, {});
  const auto& sheet = sheet_of(sheets, "calibration");
  REQUIRE(sheet.rows.size() == 1);
  CHECK(number(sheet, 0, "n") == 4);
  CHECK(number(sheet, 0, "judged") == 6);
  CHECK(number(sheet, 0, "judge_mean") == Approx(0.7));
  CHECK(number(sheet, 0, "human_mean") == Approx(0.5));
  // By hand: cov = 1/6, var_10(f) = 7/30, λ = (1/6)/((1 + 4/6)·7/30) = 3/7;
  // θ = λ·4/6 + 1/2 − λ·3/4.
  CHECK(number(sheet, 0, "lambda") == Approx(3.0 / 7));
  CHECK(number(sheet, 0, "mean") == Approx(0.5 - 3.0 / 7 / 12));
  CHECK(number(sheet, 0, "bias") == Approx(0.25));
  CHECK(remarks_on(sheet, "drawn at random"));
}

TEST_CASE("a person who rated all needs no judge") {
  Raters raters(10);
  raters.add("judge", Rater::judge, VerdictKind::truth, judged);
  raters.add("amy", Rater::human, VerdictKind::truth, judged);
  const auto sheets = calibration_sheets(raters.table, {});
  const auto& sheet = sheet_of(sheets, "calibration");
  CHECK(unknown(sheet, 0, "mean"));
  CHECK(remarks_on(sheet, "their own mean is the answer"));
}

TEST_CASE("several people are a row of their own, on average") {
  Raters raters(10);
  raters.add("judge", Rater::judge, VerdictKind::truth, judged);
  raters.add("amy", Rater::human, VerdictKind::truth, {1, 0, 0, 1, NAN, NAN, NAN, NAN, NAN, NAN});
  raters.add("ben", Rater::human, VerdictKind::truth, {1, 0, 1, NAN, NAN, NAN, NAN, NAN, NAN, NAN});
  const auto sheets = calibration_sheets(raters.table, {});
  const auto& sheet = sheet_of(sheets, "calibration");
  REQUIRE(sheet.rows.size() == 3);
  CHECK(text(sheet, 2, "person") == "people");
  CHECK(number(sheet, 2, "human_mean") == Approx((1 + 0 + 0.5 + 1) / 4));
}

TEST_CASE("without a person there is nothing to calibrate by") {
  Raters raters(10);
  raters.add("judge", Rater::judge, VerdictKind::truth, judged);
  CHECK(calibration_sheets(raters.table, {}).empty());
}
