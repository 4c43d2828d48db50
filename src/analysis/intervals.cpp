#include "analysis/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "stats/bootstrap.hpp"
#include "stats/clusters.hpp"

namespace judge {
namespace {

bool all_equal(const std::vector<double>& values) {
  return std::ranges::all_of(values, [&](double value) { return value == values.front(); });
}

std::optional<Interval> cut(std::optional<Interval> interval, std::optional<Interval> range) {
  if (!interval || !range) return interval;
  return Interval{std::clamp(interval->low, range->low, range->high),
                  std::clamp(interval->high, range->low, range->high)};
}

void bootstrap_interval(const Values& values, const AnalysisOptions& options,
                        MeanEstimate& estimate) {
  const auto result = bootstrap_mean(
      cluster_sums(values.scores, values.clusters),
      {.replicates = options.bootstrap, .seed = options.seed, .level = options.level});
  if (!result) return;
  estimate.interval = result->bca ? *result->bca : result->percentile;
  estimate.method = result->bca ? "BCa bootstrap" : "percentile bootstrap";
  estimate.standard_error = result->standard_error;
}

void clustered_interval(const Values& values, const AnalysisOptions& options,
                        MeanEstimate& estimate) {
  const auto result = clustered_mean(cluster_sums(values.scores, values.clusters), options.level);
  if (!result) return;
  estimate.interval = result->mean.interval;
  estimate.method = "clustered t";
  estimate.standard_error = result->mean.standard_error;
}

void successes_interval(const Values& values, std::uint64_t n, const AnalysisOptions& options,
                        MeanEstimate& estimate) {
  const auto successes =
      static_cast<std::uint64_t>(std::llround(*estimate.mean * static_cast<double>(n)));
  estimate.interval = rate_interval(successes, n, options);
  estimate.method = options.exact ? "Clopper-Pearson" : "Wilson";
  if (values.clustered) estimate.method += " of clusters";
}

}  // namespace

std::vector<Slice> slices(const VerdictTable& table) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> found;
  for (std::uint32_t i = 0; i < table.lines.size(); ++i)
    found[{table.lines[i].model, table.lines[i].group}].push_back(i);
  std::vector<Slice> slices;
  slices.reserve(found.size());
  for (auto& [key, lines] : found) slices.push_back({key.first, key.second, std::move(lines)});
  return slices;
}

std::vector<Slice> slices_and_whole(const VerdictTable& table) {
  auto parts = slices(table);
  if (parts.size() < 2) return parts;
  Slice whole{.model = no_name, .group = no_name, .lines = {}};
  whole.lines.resize(table.lines.size());
  std::iota(whole.lines.begin(), whole.lines.end(), 0u);
  parts.push_back(std::move(whole));
  return parts;
}

Clusters::Clusters(const VerdictTable& table)
    : table_(table), numbers_(table.clusters.size() + table.ids.size(), no_name) {}

std::uint32_t Clusters::local(std::uint32_t key) {
  if (numbers_[key] == no_name) {
    numbers_[key] = static_cast<std::uint32_t>(used_.size());
    used_.push_back(key);
  }
  return numbers_[key];
}

void Clusters::add(Values& values, std::uint32_t line, double score) {
  const auto& [id, cluster] = std::pair(table_.lines[line].id, table_.lines[line].cluster);
  const auto own = static_cast<std::uint32_t>(table_.clusters.size()) + id;
  values.scores.push_back(score);
  values.clusters.push_back(local(cluster == no_name ? own : cluster));
}

void Clusters::finish(Values& values) {
  for (const auto key : used_) numbers_[key] = no_name;
  values.cluster_count = static_cast<std::uint32_t>(used_.size());
  values.clustered = values.cluster_count < values.scores.size();
  used_.clear();
}

Values Clusters::values(const Column& column, const std::vector<std::uint32_t>& lines) {
  Values values;
  values.scores.reserve(lines.size());
  values.clusters.reserve(lines.size());
  for (const auto line : lines)
    if (column.cells[line].scored()) add(values, line, column.cells[line].score);
  finish(values);
  return values;
}

std::optional<Interval> rate_interval(std::uint64_t successes, std::uint64_t n,
                                      const AnalysisOptions& options) {
  return options.exact ? clopper_pearson_interval(successes, n, options.level)
                       : wilson_interval(successes, n, options.level);
}

MeanEstimate estimate_mean(const Values& values, bool successes, std::optional<Interval> range,
                           const AnalysisOptions& options) {
  MeanEstimate estimate;
  const auto& scores = values.scores;
  if (scores.empty()) return estimate;
  const auto running = running_mean(scores);
  estimate.mean =
      std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
  if (values.cluster_count < 2) return estimate;
  // Without any spread there is nothing to tell an error from; of successes the count tells some.
  if (all_equal(scores)) {
    if (successes) successes_interval(values, values.cluster_count, options, estimate);
    return estimate;
  }
  if (options.bootstrap > 0) {
    bootstrap_interval(values, options, estimate);
  } else if (values.clustered) {
    clustered_interval(values, options, estimate);
  } else if (successes) {
    successes_interval(values, scores.size(), options, estimate);
  } else {
    estimate.interval = t_interval(running, options.level);
    estimate.method = "t";
    estimate.standard_error = running.standard_error();
  }
  estimate.interval = cut(estimate.interval, range);
  return estimate;
}

}  // namespace judge
