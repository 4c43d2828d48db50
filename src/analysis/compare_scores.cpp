#include "analysis/compare_scores.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "stats/clusters.hpp"

namespace judge {
namespace {

/// Sums what the difference would be if each null were its scale's worst or best.
class Bounds {
 public:
  explicit Bounds(const PairedJudge& judge) : judge_(judge) {}

  void add(const Cell& baseline, const Cell& candidate) {
    const auto a = range(baseline, *judge_.baseline), b = range(candidate, *judge_.candidate);
    if (!a || !b) {
      unknown_ = true;
      return;
    }
    low_ += b->low - a->high;
    high_ += b->high - a->low;
    ++n_;
  }

  std::optional<Interval> mean() const {
    if (unknown_ || n_ == 0) return std::nullopt;
    return Interval{low_ / n_, high_ / n_};
  }

 private:
  static std::optional<Interval> range(const Cell& cell, const Column& column) {
    if (cell.scored()) return Interval{cell.score, cell.score};
    if (!column.min || !column.max) return std::nullopt;
    return Interval{*column.min, *column.max};
  }

  const PairedJudge& judge_;
  double low_ = 0, high_ = 0, n_ = 0;
  bool unknown_ = false;
};

void count_null(const Cell& cell, const VerdictTable& table,
                std::map<std::string, std::uint64_t>& nulls) {
  if (!cell.scored()) ++nulls[cell.reason == no_name ? "absent" : table.reasons[cell.reason]];
}

void list_flips(Comparison& comparison, std::vector<Flip> flips, std::size_t most) {
  const auto& table = *comparison.baseline.table;
  const auto before = [&](const Flip& a, const Flip& b) {
    const auto rank = [&](const Flip& flip) {
      const auto& line = table.lines[flip.line.baseline];
      return std::tuple<double, const std::string&, std::uint32_t, std::uint32_t>(
          -std::abs(flip.difference), table.ids[line.id], line.epoch, line.model);
    };
    return rank(a) < rank(b);
  };
  const auto end = flips.begin() + static_cast<std::ptrdiff_t>(std::min(most, flips.size()));
  std::ranges::partial_sort(flips, end, before);
  flips.erase(end, flips.end());
  comparison.flips = std::move(flips);
}

/// Numbered without gaps: few of a large file's clusters may be shared.
class ClusterNumbers {
 public:
  explicit ClusterNumbers(const VerdictTable& table)
      : numbers_(table.clusters.size() + table.ids.size(), no_name),
        clusters_(table.clusters.size()) {}

  std::uint32_t of(const VerdictLine& line) {
    auto& number = numbers_[line.cluster == no_name ? clusters_ + line.id : line.cluster];
    if (number == no_name) number = next_++;
    return number;
  }
  std::uint32_t count() const { return next_; }

 private:
  std::vector<std::uint32_t> numbers_;
  std::size_t clusters_;
  std::uint32_t next_ = 0;
};

}  // namespace

PairedScores paired_scores(Comparison& comparison, const SharedLines& shared, std::size_t flips) {
  PairedScores scores;
  const auto& before = *comparison.baseline.table;
  const auto& after = *comparison.candidate.table;
  ClusterNumbers numbers(before);
  Bounds bounds(comparison.judge);
  std::vector<Flip> flipped;
  for (const auto& line : shared.lines) {
    const auto& a = comparison.judge.baseline->cells[line.baseline];
    const auto& b = comparison.judge.candidate->cells[line.candidate];
    bounds.add(a, b);
    count_null(a, before, comparison.baseline_nulls);
    count_null(b, after, comparison.candidate_nulls);
    if (!a.scored() || !b.scored()) continue;
    scores.baseline.push_back(a.score);
    scores.candidate.push_back(b.score);
    scores.differences.push_back(b.score - a.score);
    scores.clusters.push_back(numbers.of(before.lines[line.baseline]));
    if (a.score != b.score) {
      ++comparison.differing;
      if (flips > 0) flipped.push_back({line, b.score - a.score});
    }
  }
  comparison.bounds = bounds.mean();
  for (const auto& cluster : cluster_sums(scores.differences, scores.clusters))
    scores.cluster_differences.push_back(cluster.sum);
  scores.clustered = numbers.count() < scores.differences.size();
  list_flips(comparison, std::move(flipped), flips);
  return scores;
}

}  // namespace judge
