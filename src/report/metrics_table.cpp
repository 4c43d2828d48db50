#include "report/metrics_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/counts.hpp"
#include "report/numbers.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr double level = 0.95;
constexpr std::size_t longest_name = 40;
constexpr std::size_t most_labels = 12;

double total(const RunningMean& values) {
  return values.mean().value_or(0) * static_cast<double>(values.n());
}

// Means over epochs lie between 0 and 1 and are no successes to count.
bool is_rate(const Metric& metric) {
  const double successes = total(metric.scores);
  return metric.binary && std::abs(successes - std::round(successes)) < 1e-6;
}

std::optional<Interval> interval(const Metric& metric) {
  if (!is_rate(metric)) return t_interval(metric.scores, level);
  const auto successes = static_cast<std::uint64_t>(std::llround(total(metric.scores)));
  return wilson_interval(successes, metric.scores.n(), level);
}

// A rubric's share of points may be below 0 for a sample; its mean is not.
double in_range(const Metric& metric, double value) {
  return metric.method == Method::rubric ? std::clamp(value, 0.0, 1.0) : value;
}

std::string show(const Metric& metric, double value) {
  value = in_range(metric, value);
  return metric.binary ? show_rate(value) : show_score(value);
}

std::string show(const Metric& metric, Interval range) {
  range = {in_range(metric, range.low), in_range(metric, range.high)};
  if (metric.binary) return fmt::format("{:.1f} to {}", range.low * 100, show_rate(range.high));
  return fmt::format("{} to {}", show_score(range.low), show_score(range.high));
}

std::string interval_cell(const Metric& metric) {
  if (metric.scores.n() < 2) return "n too small";
  const auto range = interval(metric);
  return range ? show(metric, *range) : "";
}

// All nulls at the scale's ends.
std::string bounds_cell(const Metric& metric) {
  const auto nulls = static_cast<double>(sum(metric.unscored) + metric.failed);
  if (nulls == 0) return "";
  const double all = static_cast<double>(metric.scores.n()) + nulls;
  const double scored = total(metric.scores);
  return show(metric, Interval{(scored + nulls * metric.score_min) / all,
                               (scored + nulls * metric.score_max) / all});
}

std::string mean_title(const std::vector<Metric>& metrics) {
  if (std::ranges::all_of(metrics, &Metric::binary)) return "rate";
  return std::ranges::none_of(metrics, &Metric::binary) ? "mean" : "mean or rate";
}

std::string labels_text(const Metric& metric) {
  const auto labels = by_frequency(metric.labels);
  const auto all = static_cast<double>(sum(metric.labels));
  std::string text = "  " + printable(metric.judge, longest_name);
  if (!metric.model.empty()) text += " on " + printable(metric.model, longest_name);
  text += ": ";
  for (std::size_t i = 0; i < std::min(labels.size(), most_labels); ++i)
    text += fmt::format("{}{} {} ({})", i > 0 ? ", " : "", printable(labels[i].first, longest_name),
                        show_count(labels[i].second),
                        show_rate(static_cast<double>(labels[i].second) / all));
  if (labels.size() > most_labels)
    text += fmt::format(" and {} more labels", show_count(labels.size() - most_labels));
  return text + "\n";
}

}  // namespace

std::string metrics_text(const std::vector<Metric>& metrics, bool color) {
  if (metrics.empty()) return "";
  Table table({{"judge"},
               {"model"},
               {"n", Align::right},
               {mean_title(metrics), Align::right},
               {"95 % interval", Align::right},
               {"unscored", Align::right},
               {"failed", Align::right},
               {"worst to best case", Align::right}});
  for (const auto& metric : metrics) {
    const auto mean = metric.scores.mean();
    table.add({printable(metric.judge, longest_name), printable(metric.model, longest_name),
               show_count(metric.scores.n()), mean ? show(metric, *mean) : "none",
               interval_cell(metric), show_count(sum(metric.unscored)), show_count(metric.failed),
               bounds_cell(metric)});
  }
  auto text = table.text("  ", color);
  for (const auto& metric : metrics)
    if (!metric.labels.empty()) text += labels_text(metric);
  return text;
}

}  // namespace judge
