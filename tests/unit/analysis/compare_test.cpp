#include "analysis/compare.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "analysis/compare_sheets.hpp"

using namespace judge;
using doctest::Approx;

namespace {

/// Student's sleep data (Biometrika 6, 1908): hours gained by ten patients with each of two drugs.
/// R's t.test(paired = TRUE): t = 4.0621, df = 9, p = 0.002833, 0.7001142 to 2.4598858.
const std::vector<double> dextro{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> laevo{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

VerdictTable graded(const std::vector<double>& scores, VerdictKind kind = VerdictKind::number) {
  VerdictTable table;
  auto& column = table.add_column({});
  column.name = "judge";
  column.kind = kind;
  column.min = 0;
  column.max = kind == VerdictKind::number ? 10 : 1;
  const auto model = table.models.add("");
  const auto refusal = table.reasons.add("refusal");
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto at = table.add_line({.id = table.ids.add("q" + std::to_string(i)), .model = model});
    table.columns[0].cells[at] = {.score = scores[i],
                                  .reason = std::isnan(scores[i]) ? refusal : no_name};
  }
  return table;
}

Contestant all_of(const VerdictTable& table, std::string name) {
  return {.name = std::move(name),
          .table = &table,
          .about = nullptr,
          .models = candidate_models(table, nullptr)};
}

Comparison compared(const VerdictTable& a, const VerdictTable& b, CompareOptions options = {}) {
  const auto baseline = all_of(a, "A"), candidate = all_of(b, "B");
  return compare(baseline, candidate, shared_judges(baseline, candidate).at(0),
                 shared_lines(baseline, candidate), options);
}

std::string verdict(const Comparison& comparison) {
  return verdict_sentence(comparison, {});
}

/// Of 100 lines of 0 and 1: how many are 1 in A only, in B only, in both.
std::pair<VerdictTable, VerdictTable> answered(int only_a, int only_b, int both) {
  std::vector<double> a(100), b(100);
  for (int i = 0; i < 100; ++i) {
    const auto at = static_cast<std::size_t>(i);
    a[at] = i < only_a + both ? 1 : 0;
    b[at] = i >= only_a && i < only_a + both + only_b ? 1 : 0;
  }
  return {graded(a, VerdictKind::truth), graded(b, VerdictKind::truth)};
}

}  // namespace

TEST_CASE("numbers have the paired t test's figures") {
  const auto a = graded(dextro), b = graded(laevo);
  const auto result = compared(a, b);
  CHECK(result.n == 10);
  CHECK(*result.baseline_mean == Approx(0.75));
  CHECK(*result.candidate_mean == Approx(2.33));
  CHECK(result.difference->difference.value == Approx(1.58));
  CHECK(result.interval()->low == Approx(0.7001142).epsilon(1e-6));
  CHECK(result.interval()->high == Approx(2.4598858).epsilon(1e-6));
  CHECK(result.test == CompareTest::paired_t);
  CHECK(*result.p == Approx(0.002833).epsilon(1e-3));
  CHECK(result.permutation->p == 2.0 / 512);  // nine differences, all of one sign
  CHECK_FALSE(result.clustered);
  CHECK_FALSE(result.discordant);
}

TEST_CASE("effect and power are of the differences") {
  const auto a = graded(dextro), b = graded(laevo);
  const auto result = compared(a, b);
  // By hand: sd 1.229995, so d_z = 1.58/1.229995; (1.959964 + 0.841621)·1.229995/√10; and
  // (2.801585·1.229995/1.58)² = 4.76.
  CHECK(*result.effect == Approx(1.28456).epsilon(1e-5));
  CHECK(*result.detectable == Approx(1.08970).epsilon(1e-5));
  CHECK(*result.lines_needed == 5);
  CHECK(*compared(a, b, {.power = 0.9, .judge = {}}).detectable > *result.detectable);
}

TEST_CASE("verdicts of 0 and 1 have McNemar's") {
  const auto [a, b] = answered(6, 16, 50);
  const auto result = compared(a, b);
  CHECK(result.test == CompareTest::mcnemar);
  CHECK(*result.p == Approx(0.052478790283203125));  // scipy.stats 1.10
  CHECK(result.discordant->only_first == 6);
  CHECK(result.discordant->only_second == 16);
  CHECK(result.differing == 22);
  CHECK(result.difference->difference.value == Approx(0.10));
}

TEST_CASE("what wins is told by the sign-flip test") {
  const auto a = graded({1, 1, 0.5, 0}, VerdictKind::preference);
  const auto b = graded({0, 0.5, 0, 0}, VerdictKind::preference);
  const auto result = compared(a, b);
  CHECK(result.test == CompareTest::sign_flip);
  CHECK(*result.p == 2.0 / 8);
}

TEST_CASE("the verdict in words") {
  const auto [a, b] = answered(6, 16, 50);
  // In R or by hand: sd of the differences √(21/99), SE 0.046057, t(0.975; 99) = 1.984217; it takes
  // (2.801585)²·0.212121/0.01 = 167 lines.
  CHECK(verdict(compared(a, b)) ==
        "B scores 10.0 points higher than A (95 % interval 0.9 to 19.1; p = 0.052, McNemar's exact "
        "test): the difference could be chance. This n could have seen 12.9 points; a difference "
        "as small takes about 167 lines.");
  CHECK(verdict(compared(b, a)).starts_with("B scores 10.0 points lower than A"));
  const auto before = graded(dextro), after = graded(laevo);
  CHECK(verdict(compared(before, after)) ==
        "B scores 1.58 higher than A on the scale from 0 to 10 (95 % interval 0.70 to 2.46; p = "
        "0.003, paired t test): more than chance. This n could have seen 1.09.");
}

TEST_CASE("what cannot be told is not") {
  const auto a = graded(dextro), one = graded({1.0});
  CHECK(verdict(compared(a, one)) ==
        "B and A cannot be compared: 1 shared line has a score on both sides.");
  CHECK(verdict(compared(a, graded({NAN}))) ==
        "B and A cannot be compared: no shared lines have a score on both sides.");
  const auto same = compared(a, a);
  CHECK_FALSE(same.interval());
  CHECK_FALSE(same.detectable);
  CHECK(verdict(same) ==
        "B and A score the same on average (all differences are equal, which leaves no interval; p "
        "= 1.000, paired t test).");
}

TEST_CASE("nulls count for nothing, by reason, and bound the difference") {
  const auto a = graded({5, 5, NAN, 5, NAN}), b = graded({7, NAN, 6, 6, NAN});
  const auto result = compared(a, b);
  CHECK(result.shared == 5);
  CHECK(result.n == 2);
  CHECK(result.nulls() == 3);
  CHECK(result.baseline_nulls == std::map<std::string, std::uint64_t>{{"refusal", 2}});
  CHECK(result.candidate_nulls == std::map<std::string, std::uint64_t>{{"refusal", 2}});
  // 2 + (-5…5) + (-4…6) + 1 + (-10…10), by five.
  CHECK(result.bounds->low == Approx(-16.0 / 5));
  CHECK(result.bounds->high == Approx(24.0 / 5));
  CHECK(null_sentence(result) ==
        "3 of 5 lines shared with B are null on one side or both and not compared; whatever they "
        "would have been, over all shared lines the difference lies between -3.2 and 4.8.");
  auto unknown = b;
  unknown.columns[0].max.reset();
  CHECK_FALSE(compared(a, unknown).bounds);
}

TEST_CASE("only what both have is compared, whatever the order") {
  auto a = graded({1, 2, 3}), b = graded({0, 0, 0});
  b.add_line({.id = b.ids.add("x"), .epoch = 0});
  b.add_line({.id = 0, .epoch = 1});
  VerdictTable reversed = graded({});
  for (const int i : {2, 1}) {
    const auto at = reversed.add_line({.id = reversed.ids.add("q" + std::to_string(i))});
    reversed.columns[0].cells[at].score = i;
  }
  const auto shared = shared_lines(all_of(a, "A"), all_of(b, "B"));
  CHECK(shared.lines.size() == 3);
  CHECK(shared.only_baseline == 0);
  CHECK(shared.only_candidate == 2);
  CHECK(overlap_sentence(all_of(a, "A"), all_of(b, "B"), shared) ==
        "3 lines (id and epoch) are in both; 0 only in A and 2 only in B are left out.");
  const auto result = compared(a, reversed);
  CHECK(result.n == 2);
  CHECK(*result.baseline_mean == 2.5);
  CHECK(*result.candidate_mean == 1.5);
}

TEST_CASE("a sample's epochs are not independent") {
  auto twice = [](const std::vector<double>& scores) {
    auto table = graded(scores);
    for (std::uint32_t i = 0; i < scores.size(); ++i) {
      const auto at = table.add_line({.id = i, .epoch = 1});
      table.columns[0].cells[at].score = scores[i];
    }
    return table;
  };
  const auto a = twice(dextro), b = twice(laevo);
  const auto result = compared(a, b);
  CHECK(result.n == 20);
  CHECK(result.clusters == 10);
  CHECK(result.clustered);
  // Repeats that say the same add nothing.
  CHECK(result.interval()->low == Approx(0.7001142).epsilon(1e-6));
  CHECK(result.permutation->p == 2.0 / 512);
  CHECK(*result.lines_needed == 10);
}

TEST_CASE("a file's models are compared by their names") {
  auto table = graded({});
  const auto small = table.models.add("small"), large = table.models.add("large");
  for (int i = 0; i < 3; ++i) {
    const auto id = table.ids.add("q" + std::to_string(i));
    table.columns[0].cells[table.add_line({.id = id, .model = large})].score = 2 + i;
    table.columns[0].cells[table.add_line({.id = id, .model = small})].score = 1;
  }
  About about;
  about.models = {"small", "large"};
  CHECK(candidate_models(table, &about) == std::vector{small, large});
  const Contestant baseline{"small", &table, &about, {small}};
  const Contestant candidate{"large", &table, &about, {large}};
  const auto result = compare(baseline, candidate, shared_judges(baseline, candidate).at(0),
                              shared_lines(baseline, candidate), {});
  CHECK(*result.baseline_mean == 1);
  CHECK(*result.candidate_mean == 3);
  const auto both = shared_lines(all_of(table, "A"), all_of(table, "B"));
  CHECK(both.by_model);
  CHECK(both.lines.size() == 6);
  CHECK(shared_lines(all_of(table, "A"), candidate).lines.size() == 3);
}

TEST_CASE("the largest differences are listed first") {
  const auto a = graded({1, 5, 5, 5, 9}), b = graded({1, 9, 7, 1, 8});
  const auto result = compared(a, b, {.judge = {}, .flips = 3});
  CHECK(result.differing == 4);
  REQUIRE(result.flips.size() == 3);
  CHECK(a.ids[a.lines[result.flips[0].line.baseline].id] == "q1");
  CHECK(result.flips[0].difference == 4);
  CHECK(result.flips[1].difference == -4);
  CHECK(result.flips[2].difference == 2);
}

TEST_CASE("several comparisons are adjusted") {
  const auto [a, b] = answered(6, 16, 50);
  const auto [c, d] = answered(2, 12, 50);  // p = 0.01293945
  auto results = std::vector{compared(a, b), compared(c, d)};
  adjust(results);
  CHECK(*results[0].holm == Approx(0.0524788));
  CHECK(*results[1].holm == Approx(2 * 0.01293945));
  CHECK(*results[1].benjamini_hochberg == Approx(2 * 0.01293945));
  CHECK(verdict(results[1]).find("among all comparisons p = 0.026 (Holm)") != std::string::npos);
  auto alone = std::vector{compared(a, b)};
  adjust(alone);
  CHECK_FALSE(alone[0].holm);
}

TEST_CASE("other scales, methods and judge models raise doubts") {
  auto a = graded(dextro), b = graded(laevo);
  b.columns[0].max = 5;
  CHECK(compared(a, b).doubts ==
        std::vector<std::string>{
            "judge: the scales differ: 0 to 10 in A, 0 to 5 in B; their difference means little."});
  b.columns[0].max = 10;
  b.columns[0].name = "strict";
  CHECK(
      compared(a, b).doubts ==
      std::vector<std::string>{"judge: the judges differ: judge in A, strict in B; theirs is part "
                               "of the difference."});
  b.columns[0].name = "judge";
  About one, other;
  one.judges.push_back({.name = "judge", .method = "score", .choices = {}, .models = {"m"}});
  other.judges.push_back(
      {.name = "judge", .method = "rubric", .choices = {}, .models = {"n", "o"}});
  auto baseline = all_of(a, "A"), candidate = all_of(b, "B");
  baseline.about = &one;
  candidate.about = &other;
  CHECK(doubts(baseline, candidate, {a.columns.data(), b.columns.data()}) ==
        std::vector<std::string>{
            "judge: the methods differ: score in A, rubric in B; their difference means little.",
            "judge: the judge's models differ: m in A, n, o in B; a difference may be theirs as "
            "well as the outputs'."});
}

TEST_CASE("sheets have a row a comparison, and nulls and flips where there are some") {
  const auto a = graded({5, 5, NAN, 5}), b = graded({7, 5, 6, 6});
  const auto without = compare_sheets({compared(a, graded({5, 5, 5, 4}))}, {});
  REQUIRE(without.size() == 3);
  CHECK(without[0].key == "comparison");
  CHECK(without[0].rows.size() == 1);
  CHECK(without[0].rows[0].size() == without[0].columns.size());
  CHECK(without[1].rows[0].size() == without[1].columns.size());
  CompareOptions options;
  options.flips = 1;
  const auto sheets = compare_sheets({compared(a, b, options)}, options);
  REQUIRE(sheets.size() == 4);
  CHECK(sheets[2].rows.size() == 1);
  CHECK(sheets[3].rows.size() == 1);
  CHECK(sheets[3].remarks.front() ==
        "2 of 3 verdicts by judge differ between A and B; 1 of them are listed.");
}

TEST_CASE("the power table tells what other numbers of lines could see") {
  const auto a = graded(dextro), b = graded(laevo);
  CompareOptions options;
  options.power_table = true;
  const auto sheets = compare_sheets({compared(a, b)}, options);
  REQUIRE(sheets.size() == 4);
  const auto& rows = sheets[2].rows;
  REQUIRE(rows.size() == 6);
  CHECK(std::get<std::int64_t>(rows[2][2]) == 10);
  // By hand from sd 1.229995: 2.801585·sd/√n, 3.241516·sd/√n, Φ(1.58·√n/sd − 1.959964).
  CHECK(std::get<double>(rows[2][3]) == Approx(1.08970).epsilon(1e-5));
  CHECK(std::get<double>(rows[2][4]) == Approx(1.26081).epsilon(1e-5));
  CHECK(std::get<double>(rows[2][5]) == Approx(0.98222).epsilon(1e-4));
  CHECK(std::get<double>(rows[4][3]) == Approx(1.08970 / 2).epsilon(1e-5));
}
