#include "analysis/ranking.hpp"

#include <doctest/doctest.h>

#include "raters.hpp"

using namespace judge;
using namespace judge::test;
using doctest::Approx;

namespace {

/// a beats b 3 : 1, b beats c 3 : 1; by Bradley and Terry odds of 3 and 3, and 9 between a and c.
Raters three_models() {
  Raters raters(0);
  for (const double result : {1, 1, 1, 0}) {
    raters.add_game("a", "b", result);
    raters.add_game("c", "b", 1 - result);
  }
  return raters;
}

double elo_points(double odds) {
  return 1000 + 400 * std::log10(odds);
}

}  // namespace

TEST_CASE("models are put on one scale, the baseline at 1000 points and a score of 50") {
  const auto raters = three_models();
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& ranking = sheet_of(sheets, "ranking");
  REQUIRE(ranking.rows.size() == 3);
  CHECK(text(ranking, 0, "model") == "a");
  CHECK(number(ranking, 0, "points") == Approx(elo_points(3)));
  CHECK(number(ranking, 0, "strength") == Approx(9.0 / 13));
  CHECK(number(ranking, 0, "score") == Approx(75));
  CHECK(text(ranking, 1, "model") == "b");
  CHECK(number(ranking, 1, "points") == 1000);
  CHECK(number(ranking, 1, "score") == Approx(50));
  CHECK(unknown(ranking, 1, "points_interval"));
  CHECK(number(ranking, 2, "points") == Approx(elo_points(1.0 / 3)));
  CHECK(remarks_on(ranking, "Baseline: b"));
}

TEST_CASE("another baseline moves the points, not the strengths") {
  const auto raters = three_models();
  const auto sheets = ranking_sheets(raters.table, {}, {.baseline = "c"});
  const auto& ranking = sheet_of(sheets, "ranking");
  CHECK(number(ranking, 0, "points") == Approx(elo_points(9)));
  CHECK(number(ranking, 0, "score") == Approx(90));
  CHECK(number(ranking, 0, "strength") == Approx(9.0 / 13));
}

TEST_CASE("who beat whom, and how often") {
  const auto raters = three_models();
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& wins = sheet_of(sheets, "win_matrix");
  CHECK(number(wins, 0, "b") == 3);
  CHECK(number(wins, 1, "a") == 1);
  CHECK(unknown(wins, 0, "c"));
  const auto& pairs = sheet_of(sheets, "pairs");
  REQUIRE(pairs.rows.size() == 2);
  CHECK(number(pairs, 0, "wins") == 3);
  CHECK(number(pairs, 0, "losses") == 1);
  CHECK(number(pairs, 0, "win_rate") == Approx(0.75));
}

TEST_CASE("models that nobody compared are not ranked, and it is said who can be") {
  Raters raters(0);
  for (const double result : {1, 0}) {
    raters.add_game("a", "b", result);
    raters.add_game("c", "d", result);
  }
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& ranking = sheet_of(sheets, "ranking");
  CHECK(ranking.rows.empty());
  CHECK(remarks_on(ranking, "2 parts with none between them"));
  CHECK(remarks_on(ranking, "(a, b) (c, d)"));
}

TEST_CASE("a model that never lost has no place on the scale") {
  Raters raters(0);
  raters.add_game("a", "b", 1);
  raters.add_game("b", "c", 1);
  raters.add_game("c", "b", 1);
  const auto sheets = ranking_sheets(raters.table, {});
  CHECK(remarks_on(sheet_of(sheets, "ranking"), "(b, c) (a)"));
}

TEST_CASE("Elo's ratings go by the order of the lines") {
  Raters raters(0);
  raters.add_game("a", "b", 1);
  raters.add_game("b", "c", 0.5);
  const auto sheets = ranking_sheets(raters.table, {}, {.elo = true});
  const auto& ranking = sheet_of(sheets, "ranking");
  CHECK(text(ranking, 0, "model") == "a");
  CHECK(number(ranking, 0, "rating") == Approx(1002));
  // b at 998 ties c at 1000: it was expected to take a little less than half.
  const double moved = 4 * (0.5 - 1 / (1 + std::pow(10, 2.0 / 400)));
  CHECK(number(ranking, 2, "rating") == Approx(998 + moved));
  CHECK(remarks_on(ranking, "has no error bars"));
}

TEST_CASE("comparisons without a verdict are left out and counted") {
  auto raters = three_models();
  raters.add_game("a", "c", NAN);
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& ranking = sheet_of(sheets, "ranking");
  CHECK(number(ranking, 0, "n") == 4);
  CHECK(remarks_on(ranking, "1 of 9 comparisons have no verdict"));
}

TEST_CASE("a pair without names has a win rate and no ranking") {
  Raters raters(4);
  raters.add("judge", Column::Rater::judge, VerdictKind::preference, {1, 1, 0.5, 0});
  const auto sheets = ranking_sheets(raters.table, {});
  CHECK(find_sheet(sheets, "ranking") == nullptr);
  const auto& pairs = sheet_of(sheets, "pairs");
  CHECK(text(pairs, 0, "a") == "a");
  CHECK(number(pairs, 0, "ties") == 1);
  CHECK(number(pairs, 0, "win_rate") == Approx(0.625));
}

TEST_CASE("where only the longer answer wins, the length-controlled rate says so") {
  Raters raters(40);
  std::vector<double> results;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const bool longer = i % 4 != 0;
    // The longer one wins nine times of ten, whichever it is.
    results.push_back((i % 10 == 9) != longer ? 1 : 0);
    raters.table.lines[i].output.chars = longer ? 200 : 100;
    raters.table.lines[i].other = OutputStyle{.chars = longer ? 100U : 200U};
  }
  raters.add("judge", Column::Rater::judge, VerdictKind::preference, results);
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& pairs = sheet_of(sheets, "pairs");
  CHECK(number(pairs, 0, "win_rate") > 0.6);
  CHECK(number(pairs, 0, "length_controlled") == Approx(0.5).epsilon(0.1));
}

TEST_CASE(
    "where only Markdown wins, the style-controlled rate says so, and the length-controlled not") {
  Raters raters(40);
  std::vector<double> results;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const bool marked = i / 10 != 3;
    // The one with list items wins nine times of ten, whichever it is.
    results.push_back((i % 10 == 9) != marked ? 1 : 0);
    raters.table.lines[i].output = {.chars = 100 + i % 7, .list_items = marked ? 5U : 1U};
    raters.table.lines[i].other = OutputStyle{.chars = 100 + i % 5, .list_items = marked ? 1U : 5U};
  }
  raters.add("judge", Column::Rater::judge, VerdictKind::preference, results);
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& pairs = sheet_of(sheets, "pairs");
  CHECK(number(pairs, 0, "length_controlled") > 0.6);
  CHECK(number(pairs, 0, "style_controlled") == Approx(0.5).epsilon(0.1));
}

TEST_CASE("where no Markdown differs there is no style-controlled rate") {
  Raters raters(40);
  std::vector<double> results;
  for (std::uint32_t i = 0; i < 40; ++i) {
    results.push_back(i % 3 == 0 ? 1 : 0);
    raters.table.lines[i].output.chars = 100 + i % 7;
    raters.table.lines[i].other = OutputStyle{.chars = 100 + i % 5};
  }
  raters.add("judge", Column::Rater::judge, VerdictKind::preference, results);
  const auto sheets = ranking_sheets(raters.table, {});
  const auto& pairs = sheet_of(sheets, "pairs");
  CHECK(unknown(pairs, 0, "style_controlled"));
  CHECK(!unknown(pairs, 0, "length_controlled"));
}

TEST_CASE("three models that win by their looks alone are level at equal style") {
  Raters raters(24);
  std::vector<double> results;
  for (std::uint32_t i = 0; i < 24; ++i) {
    auto& line = raters.table.lines[i];
    const auto more = i % 4;  // which of the two has one heading more than its model is used to
    const auto pair = i / 4;
    const auto first = pair % 3, second = (first + 1 + pair / 3) % 3;
    line.model = raters.table.models.add("m" + std::to_string(first));
    line.against = raters.table.models.add("m" + std::to_string(second));
    line.output.headings = first + more % 2;  // model 2 is used to the most
    line.other = OutputStyle{.headings = second + more / 2};
    const auto gap = static_cast<double>(line.output.headings) - line.other->headings;
    results.push_back(1 / (1 + std::exp(-0.8 * gap)));
  }
  raters.add("judge", Column::Rater::judge, VerdictKind::preference, results);
  const auto sheets = ranking_sheets(raters.table, {}, {.baseline = "m0"});
  const auto& ranking = sheet_of(sheets, "ranking");
  CHECK(text(ranking, 0, "model") == "m2");
  CHECK(number(ranking, 0, "points") > 1100);
  for (std::size_t row = 0; row < 3; ++row)
    CHECK(number(ranking, row, "style_controlled") == Approx(1000).epsilon(0.001));
}
