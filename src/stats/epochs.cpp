#include "stats/epochs.hpp"

#include <algorithm>
#include <cmath>

namespace judge {

double EpochVariance::standard_error(double n, double k) const {
  return std::sqrt((between + within / k) / n);
}

std::optional<EpochVariance> epoch_variance(std::span<const RunningMean> samples) {
  EpochVariance result;
  double squared_counts = 0, within = 0;
  RunningMean all;
  for (const auto& sample : samples) {
    if (sample.n() == 0) continue;
    const auto k = static_cast<double>(sample.n());
    ++result.samples;
    squared_counts += k * k;
    within += sample.variance().value_or(0) * (k - 1);
    all.merge(sample);
  }
  result.values = all.n();
  if (result.samples < 2 || result.values == result.samples) return std::nullopt;

  double between = 0;
  for (const auto& sample : samples) {
    const double apart = sample.mean().value_or(*all.mean()) - *all.mean();
    between += static_cast<double>(sample.n()) * apart * apart;
  }
  const auto n = static_cast<double>(result.samples);
  const auto total = static_cast<double>(result.values);
  result.epochs = (total - squared_counts / total) / (n - 1);
  result.within = within / (total - n);
  result.between = std::max(0.0, (between / (n - 1) - result.within) / result.epochs);
  if (!std::isfinite(result.between) || !std::isfinite(result.within)) return std::nullopt;
  if (const double sum = result.between + result.within; sum > 0) result.icc = result.between / sum;
  return result;
}

}  // namespace judge
