#include "analysis/bias.hpp"

#include "unit/analysis/report_tables.hpp"

using namespace judge;
using test::count;
using test::number;
using test::ScoredTable;
using test::text;
using test::unknown;

namespace {

/// Pairs judged a first, then b first; both as scores of a.
ScoredTable ordered(std::initializer_list<std::pair<double, double>> pairs) {
  ScoredTable scores(VerdictKind::preference);
  for (const auto& [straight, swapped] : pairs) scores.add(straight == swapped ? straight : 0.5);
  for (const bool swapped : {false, true}) {
    auto& call = scores.add_call(VerdictKind::preference);
    call.swapped = swapped;
    std::size_t line = 0;
    for (const auto& pair : pairs) call.cells[line++].score = swapped ? pair.second : pair.first;
  }
  return scores;
}

constexpr double unreadable = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a judge that always takes what is shown first is never consistent") {
  const auto sheet = position_sheet(ordered({{1, 0}, {1, 0}, {1, 0}}).table, {});
  CHECK(count(sheet, 0, "pairs") == 3);
  CHECK(number(sheet, 0, "consistent") == 0);
  CHECK(count(sheet, 0, "decided") == 6);
  CHECK(number(sheet, 0, "first_wins") == 1);
}

TEST_CASE("position bias leaves ties and missing orders out") {
  // First wins: lines 1 (both calls: a first yes, b first no), 2 (no call), 3 (a first: no).
  const auto sheet = position_sheet(ordered({{1, 1}, {0.5, 0.5}, {0, unreadable}}).table, {});
  CHECK(count(sheet, 0, "pairs") == 2);
  CHECK(number(sheet, 0, "consistent") == 1);
  CHECK(count(sheet, 0, "decided") == 3);
  CHECK(number(sheet, 0, "first_wins") == doctest::Approx(1.0 / 3));
}

TEST_CASE("pairs shown in one order only are said to tell nothing of position") {
  const auto sheet = position_sheet(ScoredTable(VerdictKind::preference, {1, 0}).table, {});
  CHECK(sheet.rows.empty());
  CHECK(test::remarks(sheet, "one order only"));
  CHECK(position_sheet(ScoredTable(VerdictKind::number, {1, 0}).table, {}).empty());
}

TEST_CASE("length bias counts decided pairs that differ by more than 30 characters") {
  ScoredTable scores(VerdictKind::preference, {1, 0, 1, 0.5, 1});
  const std::uint32_t lengths[][2] = {{100, 50}, {50, 100}, {50, 100}, {100, 50}, {80, 50}};
  for (std::size_t i = 0; i < 5; ++i) {
    scores.table.lines[i].output.chars = lengths[i][0];
    scores.table.lines[i].other = OutputStyle{.chars = lengths[i][1]};
  }
  const auto sheet = length_sheet(scores.table, {});
  CHECK(count(sheet, 0, "pairs") == 3);
  CHECK(number(sheet, 0, "longer_wins") == doctest::Approx(2.0 / 3));
}

TEST_CASE("scores that grow with length correlate with it") {
  ScoredTable scores(VerdictKind::number, {1, 2, 3, 4, 9});
  for (std::size_t i = 0; i < 5; ++i)
    scores.table.lines[i].output.chars = static_cast<std::uint32_t>(10 * (i + 1));
  CHECK(number(score_length_sheet(scores.table, {}), 0, "spearman") == doctest::Approx(1));
}

TEST_CASE("outputs of one length are said to correlate with nothing") {
  ScoredTable scores(VerdictKind::number, {1, 2, 3});
  for (auto& line : scores.table.lines) line.output.chars = 10;
  const auto sheet = score_length_sheet(scores.table, {});
  CHECK(unknown(sheet, 0, "spearman"));
  CHECK(test::remarks(sheet, "all equal"));
}

TEST_CASE("votes agree as often as pairs of them say the same") {
  ScoredTable scores(VerdictKind::number, {5, 5});
  const double votes[3][2] = {{5, 1}, {5, 2}, {6, 3}};
  for (std::uint32_t vote = 0; vote < 3; ++vote) {
    auto& call = scores.add_call(VerdictKind::number);
    call.vote = vote + 1;
    for (std::size_t line = 0; line < 2; ++line) call.cells[line].score = votes[vote][line];
  }
  const auto sheet = self_agreement_sheet(scores.table, {});
  CHECK(text(sheet, 0, "repeats") == "votes");
  CHECK(count(sheet, 0, "outputs") == 2);
  CHECK(number(sheet, 0, "same") == doctest::Approx(1.0 / 6));  // (1/3 + 0)/2
  // MSW = (1/3 + 1)/2 = 2/3, MSB = 3·(10/3)²/2 = 50/3: ICC = (16/3)/(16/3 + 2/3).
  CHECK(number(sheet, 0, "icc") == doctest::Approx(8.0 / 9));
}

TEST_CASE("epochs are the same output judged again where no model writes it anew") {
  for (const auto* const model : {"", "gpt"}) {
    ScoredTable scores(VerdictKind::number);
    for (std::uint32_t epoch = 0; epoch < 2; ++epoch)
      for (const auto* const id : {"a", "b"}) scores.add(epoch, id, epoch, model);
    const auto sheet = self_agreement_sheet(scores.table, {});
    CHECK(sheet.rows.size() == (std::string(model).empty() ? 1 : 0));
    if (!sheet.rows.empty()) CHECK(number(sheet, 0, "same") == 0);
  }
}
