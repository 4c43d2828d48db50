// analysis: verdict tables to sheets of figures: what report, compare and score have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/verdict_table.hpp"
#include "stats/mean.hpp"

namespace judge {

struct AnalysisOptions {
  double level = 0.95;
  std::uint64_t bootstrap = 0;  // replicates; 0 = intervals by formula
  std::uint64_t seed = 0;
  bool exact = false;  // Clopper and Pearson's in place of Wilson's
};

/// The lines of one candidate model and group, in the table's order.
struct Slice {
  std::uint32_t model = 0;  // no_name: all of them
  std::uint32_t group = no_name;
  std::vector<std::uint32_t> lines;
};

/// Every model and group that occurs, by the order of their numbers; lines without a group last.
std::vector<Slice> slices(const VerdictTable& table);

/// The same; where they are several, then all lines as one of no model (no_name) and no group.
std::vector<Slice> slices_and_whole(const VerdictTable& table);

/// Scores, and what each is not independent of.
struct Values {
  std::vector<double> scores;
  std::vector<std::uint32_t> clusters;  // of each; from 0, without gaps
  std::uint32_t cluster_count = 0;
  bool clustered = false;  // some cluster has two values or more
};

/// Gathers values with their clusters: the line's own, else its sample, whose repeats are not
/// independent.
class Clusters {
 public:
  explicit Clusters(const VerdictTable& table);
  /// The scores of a column on those lines.
  Values values(const Column& column, const std::vector<std::uint32_t>& lines);
  /// Other numbers of lines, one by one, then finish(); one set of values at a time.
  void add(Values& values, std::uint32_t line, double score);
  void finish(Values& values);

 private:
  std::uint32_t local(std::uint32_t key);

  const VerdictTable& table_;
  std::vector<std::uint32_t> numbers_;  // of clusters, then of samples; no_name: not in use
  std::vector<std::uint32_t> used_;
};

/// How an interval was made, for people: "t", "Wilson", "Clopper-Pearson", "clustered",
/// "bootstrap".
struct MeanEstimate {
  std::optional<double> mean;
  std::optional<Interval> interval;
  std::string method;
  std::optional<double> standard_error;
};

/// The interval that suits: of the bootstrap over clusters where asked for (BCa, else percentile),
/// clustered where clusters hold more than one value, Wilson's where scores are `successes` (0 or
/// 1), else Student's t. Where all are equal only successes have one: by the number of clusters. An
/// interval that its formula lets reach beyond `range` is cut there.
MeanEstimate estimate_mean(const Values& values, bool successes, std::optional<Interval> range,
                           const AnalysisOptions& options);

std::optional<Interval> rate_interval(std::uint64_t successes, std::uint64_t n,
                                      const AnalysisOptions& options);

}  // namespace judge
