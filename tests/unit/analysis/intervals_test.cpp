#include "analysis/intervals.hpp"

#include "unit/analysis/report_tables.hpp"

using namespace judge;
using test::check_interval;
using test::estimate;
using test::ScoredTable;

// The expected figures: Python, by the formulas of the headers and numerical integration.

TEST_CASE("a mean has Student's t interval") {
  const auto mean = estimate(ScoredTable(VerdictKind::number, {7, 8, 5, 9, 6}).table, false);
  CHECK(mean.mean == 7);
  CHECK(mean.method == "t");
  check_interval(mean.interval, 5.036756838522436, 8.963243161477564);
}

TEST_CASE("an interval is as wide as its level asks") {
  const auto mean =
      estimate(ScoredTable(VerdictKind::number, {7, 8, 5, 9, 6}).table, false, {.level = 0.99});
  check_interval(mean.interval, 3.744413295241536, 10.255586704758464);
}

TEST_CASE("a rate has Wilson's interval, or on request Clopper and Pearson's") {
  const ScoredTable eight(VerdictKind::truth, {1, 1, 1, 1, 0, 1, 1, 0, 1, 1});
  const auto wilson = estimate(eight.table, true);
  CHECK(wilson.method == "Wilson");
  check_interval(wilson.interval, 0.49016247153664183, 0.9433178485456247);
  const auto exact = estimate(eight.table, true, {.exact = true});
  CHECK(exact.method == "Clopper-Pearson");
  check_interval(exact.interval, 0.4439045, 0.9747893);  // R: binom.test(8, 10)
}

TEST_CASE("repeats of a sample are one cluster, and an interval ends where the scale does") {
  ScoredTable scores(VerdictKind::truth);
  const double of_sample[3][2] = {{1, 1}, {0, 1}, {0, 0}};
  for (int sample = 0; sample < 3; ++sample)
    for (std::uint32_t epoch = 0; epoch < 2; ++epoch)
      scores.add(of_sample[sample][epoch], std::to_string(sample), epoch);
  const auto free = estimate(scores.table, true);
  CHECK(free.method == "clustered t");
  check_interval(free.interval, -0.7420688558750903, 1.7420688558750903);
  check_interval(estimate(scores.table, true, {}, Interval{0, 1}).interval, 0, 1);
}

TEST_CASE("samples of one cluster are not independent") {
  ScoredTable scores(VerdictKind::number, {7, 8, 5, 6, 9, 9});
  for (std::size_t i = 0; i < 6; ++i)
    scores.table.lines[i].cluster = scores.table.clusters.add(std::to_string(i / 2));
  check_interval(estimate(scores.table, false).interval, 2.9713308657660322, 11.695335800900633);
}

TEST_CASE("a bootstrap resamples clusters, the same for the same seed") {
  ScoredTable scores(VerdictKind::number);
  for (int i = 0; i < 40; ++i) scores.add(i % 7);
  const auto boot = [&](std::uint64_t seed) {
    return *estimate(scores.table, false, {.bootstrap = 500, .seed = seed}).interval;
  };
  CHECK(boot(1).low == boot(1).low);
  CHECK(boot(1).low != boot(2).low);
  const auto formula = *estimate(scores.table, false).interval;
  CHECK(boot(1).low == doctest::Approx(formula.low).epsilon(0.1));
  CHECK(boot(1).high == doctest::Approx(formula.high).epsilon(0.1));
}

TEST_CASE("what cannot have an interval has none") {
  CHECK_FALSE(estimate(ScoredTable(VerdictKind::number).table, false).mean);
  CHECK_FALSE(estimate(ScoredTable(VerdictKind::number, {7}).table, false).interval);
  CHECK_FALSE(estimate(ScoredTable(VerdictKind::number, {7, 7, 7}).table, false).interval);
  ScoredTable one_sample(VerdictKind::number);
  one_sample.add(7, "a", 0);
  one_sample.add(8, "a", 1);
  CHECK_FALSE(estimate(one_sample.table, false).interval);
}

TEST_CASE("successes that never fail still have an interval, by the number of clusters") {
  check_interval(estimate(ScoredTable(VerdictKind::truth, {1, 1, 1}).table, true).interval,
                 0.4385029682449546, 1);
  ScoredTable twice(VerdictKind::truth);
  for (std::uint32_t epoch = 0; epoch < 2; ++epoch)
    for (const auto* const id : {"a", "b", "c"}) twice.add(1, id, epoch);
  check_interval(estimate(twice.table, true).interval, 0.4385029682449546, 1);
}

TEST_CASE("slices are models and groups in the order they came up, and the whole is their sum") {
  ScoredTable scores(VerdictKind::number);
  scores.add(1, "a", 0, "x");
  scores.add(2, "a", 0, "y");
  scores.add(3, "b", 0, "x");
  const auto parts = slices_and_whole(scores.table);
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].lines == std::vector<std::uint32_t>{0, 2});
  CHECK(parts[1].lines == std::vector<std::uint32_t>{1});
  CHECK(parts[2].model == no_name);
  CHECK(parts[2].lines.size() == 3);
}
