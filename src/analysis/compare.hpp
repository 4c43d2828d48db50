#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/compare_pairs.hpp"
#include "stats/difference.hpp"
#include "stats/mcnemar.hpp"
#include "stats/sign_flip.hpp"

namespace judge {

struct CompareOptions {
  double level = 0.95;
  double power = 0.8;
  std::uint64_t permutations = 10'000;
  std::uint64_t seed = 0;
  std::string judge;  // only this one; empty: all
  bool power_table = false;
  std::size_t flips = 0;  // how many of the samples that differ most are listed
};

struct Flip {
  PairedLine line;
  double difference = 0;
};

/// Which test the p-value is of.
enum class CompareTest { none, mcnemar, paired_t, sign_flip };

/// One judge's verdicts on the outputs of two sides. Differences are candidate minus baseline, over
/// the lines that both have a score for.
struct Comparison {
  Contestant baseline, candidate;
  PairedJudge judge;
  std::uint64_t shared = 0;  // lines
  std::uint64_t n = 0;       // of these, with a score on both sides
  std::optional<double> baseline_mean, candidate_mean;

  std::optional<Difference> difference;  // nullopt: too few
  bool clustered = false;                // some cluster or sample has several lines
  std::uint64_t clusters = 0;

  /// For verdicts of 0 and 1 McNemar's exact test where lines are independent; for numbers the
  /// paired t test; else the sign-flip test, which takes no shape for granted, of clusters' sums
  /// where there are clusters.
  CompareTest test = CompareTest::none;
  std::optional<double> p;
  std::optional<double> holm, benjamini_hochberg;  // among several comparisons
  std::optional<SignFlip> permutation;
  std::optional<Discordant> discordant;  // verdicts of 0 and 1; first = baseline

  std::optional<double> effect;      // Cohen's d_z: mean difference / sd of differences
  std::optional<double> detectable;  // the smallest difference that n shows with that power
  std::optional<std::uint64_t> lines_needed;  // for the difference seen to be shown with it

  std::map<std::string, std::uint64_t> baseline_nulls, candidate_nulls;  // by reason
  std::optional<Interval> bounds;  // of the difference, every null at its scale's worst or best

  std::uint64_t differing = 0;  // lines whose scores are not equal
  std::vector<Flip> flips;      // the largest differences first
  std::vector<std::string> doubts;

  std::uint64_t nulls() const { return shared - n; }  // lines that are null on either side
  /// Of a line's difference, as though lines were independent: n times the difference's squared
  /// error, in which clusters count. Needs `difference`.
  double line_variance() const;
  /// Of the difference; nullopt where all are equal: none can be told from those.
  std::optional<Interval> interval() const;
  /// Scores from 0 to 1, whose differences are told in percentage points.
  bool is_rate() const;
};

Comparison compare(const Contestant& baseline, const Contestant& candidate,
                   const PairedJudge& judge, const SharedLines& shared,
                   const CompareOptions& options);

/// Sets holm and benjamini_hochberg where there are several p-values.
void adjust(std::vector<Comparison>& comparisons);

}  // namespace judge
