#include "analysis/compare.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/compare_scores.hpp"
#include "stats/design.hpp"
#include "stats/multiple.hpp"

namespace judge {
namespace {

bool zero_or_one(std::span<const double> values) {
  return std::ranges::all_of(values, [](double x) { return x == 0 || x == 1; });
}

bool is_number(const Column& column) {
  return column.kind == VerdictKind::number || column.kind == VerdictKind::share;
}

void test_difference(const PairedScores& scores, const CompareOptions& options,
                     Comparison& result) {
  const auto& differences = scores.clustered ? scores.cluster_differences : scores.differences;
  result.permutation = sign_flip_test(differences, options.permutations, options.seed);
  if (zero_or_one(scores.baseline) && zero_or_one(scores.candidate))
    result.discordant = discordant(scores.baseline, scores.candidate);
  if (scores.baseline.size() < 2) return;
  if (result.discordant && !scores.clustered) {
    result.test = CompareTest::mcnemar;
    result.p = mcnemar_exact(*result.discordant);
  } else if (is_number(*result.judge.baseline) && result.difference && result.difference->p) {
    result.test = CompareTest::paired_t;
    result.p = result.difference->p;
  } else if (result.permutation) {
    result.test = CompareTest::sign_flip;
    result.p = result.permutation->p;
  }
}

void foresee(const CompareOptions& options, Comparison& result) {
  if (!result.difference) return;
  const double value = result.difference->difference.value;
  const double variance = result.line_variance(), alpha = 1 - options.level;
  if (result.difference->sd > 0) result.effect = value / result.difference->sd;
  if (!(variance > 0)) return;
  result.detectable = detectable_difference(result.n, variance, alpha, options.power);
  if (value != 0) result.lines_needed = samples_needed(value, variance, alpha, options.power);
}

}  // namespace

std::optional<Interval> Comparison::interval() const {
  if (!difference || !(difference->difference.standard_error > 0)) return std::nullopt;
  return difference->difference.interval;
}

double Comparison::line_variance() const {
  const double error = difference->difference.standard_error;
  return error * error * static_cast<double>(n);
}

bool Comparison::is_rate() const {
  const auto kind = judge.baseline->kind;
  if (kind == VerdictKind::number) return false;
  return kind != VerdictKind::label || (judge.baseline->min == 0.0 && judge.baseline->max == 1.0);
}

Comparison compare(const Contestant& baseline, const Contestant& candidate,
                   const PairedJudge& judge, const SharedLines& shared,
                   const CompareOptions& options) {
  Comparison result;
  result.baseline = baseline;
  result.candidate = candidate;
  result.judge = judge;
  result.shared = shared.lines.size();
  const auto scores = paired_scores(result, shared, options.flips);
  result.n = scores.baseline.size();
  result.baseline_mean = running_mean(scores.baseline).mean();
  result.candidate_mean = running_mean(scores.candidate).mean();
  result.clustered = scores.clustered;
  result.clusters = scores.cluster_differences.size();
  result.difference =
      scores.clustered
          ? paired_difference(scores.candidate, scores.baseline, scores.clusters, options.level)
          : paired_difference(scores.candidate, scores.baseline, options.level);
  test_difference(scores, options, result);
  foresee(options, result);
  result.doubts = doubts(baseline, candidate, judge);
  return result;
}

void adjust(std::vector<Comparison>& comparisons) {
  std::vector<double> p;
  for (const auto& each : comparisons)
    if (each.p) p.push_back(*each.p);
  if (p.size() < 2) return;
  const auto by_holm = holm(p), by_benjamini_hochberg = benjamini_hochberg(p);
  std::size_t i = 0;
  for (auto& each : comparisons) {
    if (!each.p) continue;
    if (by_holm) each.holm = (*by_holm)[i];
    if (by_benjamini_hochberg) each.benjamini_hochberg = (*by_benjamini_hochberg)[i];
    ++i;
  }
}

}  // namespace judge
