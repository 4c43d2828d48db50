// What repeats of samples say.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/metrics.hpp"
#include "analysis/metrics_rows.hpp"
#include "base/text.hpp"
#include "stats/epochs.hpp"
#include "stats/pass_at_k.hpp"

namespace judge {
namespace {

/// A sample's values over its epochs.
std::vector<RunningMean> by_sample(const VerdictTable& table, const Column& column,
                                   const Slice& part) {
  std::vector<std::pair<std::uint32_t, double>> scores;
  for (const auto line : part.lines)
    if (column.cells[line].scored())
      scores.emplace_back(table.lines[line].id, column.cells[line].score);
  std::ranges::sort(scores);
  std::vector<RunningMean> samples;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (i == 0 || scores[i].first != scores[i - 1].first) samples.emplace_back();
    samples.back().add(scores[i].second);
  }
  return samples;
}

void add_epochs(const VerdictTable& table, const Column& column, const Slice& part, Sheet& sheet) {
  const auto variance = epoch_variance(by_sample(table, column, part));
  auto row = row_of(table, column, part);
  if (!variance) {
    row.resize(sheet.columns.size());
    sheet.remarks.push_back(
        fmt::format("{}: fewer than 2 samples, or none with 2 verdicts: no variance to share out.",
                    column.name));
  } else {
    const auto n = static_cast<double>(variance->samples);
    row.insert(row.end(),
               {count_of(variance->samples), variance->epochs, variance->between, variance->within,
                value_of(variance->icc), variance->standard_error(n, variance->epochs),
                variance->standard_error(n, 1)});
  }
  sheet.rows.push_back(std::move(row));
}

/// 1 to 8, then doubling, and the largest.
std::vector<std::uint64_t> ks(std::uint64_t most) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t k = 1; k < most; k += k < 8 ? 1 : k) all.push_back(k);
  all.push_back(most);
  return all;
}

using PassRule = std::optional<double> (*)(std::uint64_t, std::uint64_t, std::uint64_t);

MeanEstimate pass(const std::vector<RunningMean>& samples, std::uint64_t k, PassRule rule,
                  const AnalysisOptions& options) {
  Values values;
  for (const auto& sample : samples) {
    const auto n = sample.n();
    const auto passed = static_cast<std::uint64_t>(
        std::llround(sample.mean().value_or(0) * static_cast<double>(n)));
    const auto value = rule(n, passed, k);
    if (!value) continue;
    values.clusters.push_back(values.cluster_count++);
    values.scores.push_back(*value);
  }
  return estimate_mean(values, false, Interval{0, 1}, options);
}

void add_pass(const VerdictTable& table, const Column& column, const Slice& part,
              const AnalysisOptions& options, Sheet& sheet) {
  const auto samples = by_sample(table, column, part);
  if (samples.empty()) return;
  const auto most = std::ranges::max(samples, {}, &RunningMean::n).n();
  const auto with = [&](std::uint64_t k) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(samples, [k](const RunningMean& sample) { return sample.n() >= k; }));
  };
  for (const auto k : ks(most)) {
    const auto any = pass(samples, k, pass_at_k, options);
    const auto all = pass(samples, k, pass_hat_k, options);
    auto row = row_of(table, column, part);
    row.insert(row.end(), {count_of(k), count_of(with(k)), value_of(any.mean),
                           value_of(any.interval), value_of(all.mean), value_of(all.interval)});
    sheet.rows.push_back(std::move(row));
  }
  if (with(most) < samples.size())
    remark_once(sheet, fmt::format("{}: samples with fewer than k verdicts have no value at that k "
                                   "and are left out of it.",
                                   column.name));
}

bool truths(const Column& column) {
  return column.kind != VerdictKind::preference && are_successes(column);
}

}  // namespace

std::vector<Sheet> epoch_sheets(const VerdictTable& table, const AnalysisOptions& options) {
  if (!has_epochs(table)) return {};
  Sheet epochs{.key = "epochs",
               .title = "Epochs",
               .columns = row_columns({{"samples", "samples", Show::count},
                                       {"epochs", "epochs", Show::score},
                                       {"between", "variance between", Show::score},
                                       {"within", "within samples", Show::score},
                                       {"icc", "ICC", Show::score},
                                       {"standard_error", "standard error", Show::score},
                                       {"standard_error_of_one", "with 1 epoch", Show::score}}),
               .rows = {},
               .remarks = {}};
  const auto title = interval_title(options);
  Sheet passes{.key = "pass",
               .title = "pass@k (any of k) and pass^k (all of k)",
               .columns = row_columns({{"k", "k", Show::count},
                                       {"samples", "samples", Show::count},
                                       {"pass_at_k", "pass@k", Show::rate},
                                       {"pass_at_k_interval", title, Show::rate},
                                       {"pass_hat_k", "pass^k", Show::rate},
                                       {"pass_hat_k_interval", title, Show::rate}}),
               .rows = {},
               .remarks = {}};
  const auto parts = slices(table);
  for (const auto* column : columns_of(table, Column::Rater::judge)) {
    const bool passing = truths(*column);
    for (const auto& part : parts) {
      add_epochs(table, *column, part, epochs);
      if (passing) add_pass(table, *column, part, options, passes);
    }
  }
  std::vector<Sheet> sheets{std::move(epochs), std::move(passes)};
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.empty(); });
  return sheets;
}

}  // namespace judge
