#include "stats/prediction_powered.hpp"

#include <algorithm>
#include <cmath>

#include "stats/difference.hpp"

namespace judge {
namespace {

/// Sample covariance, ddof 1.
double covariance(std::span<const double> y, std::span<const double> f) {
  const double mean_y = *running_mean(y).mean(), mean_f = *running_mean(f).mean();
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += (y[i] - mean_y) * (f[i] - mean_f);
  return sum / static_cast<double>(y.size() - 1);
}

double tuned(std::span<const double> y, std::span<const double> f, const RunningMean& others) {
  RunningMean all = running_mean(f);
  all.merge(others);
  const double shrink = 1 + static_cast<double>(y.size()) / static_cast<double>(others.n());
  const double scale = shrink * *all.variance();
  // A judge that always says the same tells nothing.
  return scale > 0 ? std::clamp(covariance(y, f) / scale, 0.0, 1.0) : 0;
}

}  // namespace

std::optional<PredictionPowered> prediction_powered_mean(std::span<const double> human,
                                                         std::span<const double> judge_same,
                                                         const RunningMean& judge_others,
                                                         double level,
                                                         std::optional<double> lambda) {
  const std::size_t n = human.size();
  if (n < 2 || judge_same.size() != n || judge_others.n() < 2 || !all_finite(human) ||
      !all_finite(judge_same) || (lambda && !(*lambda >= 0 && *lambda <= 1)))
    return std::nullopt;
  const double l = lambda ? *lambda : tuned(human, judge_same, judge_others);
  RunningMean corrections;
  for (std::size_t i = 0; i < n; ++i) corrections.add(human[i] - l * judge_same[i]);
  const Variance of_judge{l * l * *judge_others.variance(), judge_others.n()};
  const Variance of_correction{*corrections.variance(), n};
  const auto error = sum_of_means(of_judge, of_correction);
  const auto mean = estimated_by_t(l * *judge_others.mean() + *corrections.mean(),
                                   error.standard_error, error.df, level);
  const auto plain = running_mean(human);
  const auto human_only =
      estimated_by_t(*plain.mean(), *plain.standard_error(), static_cast<double>(n - 1), level);
  if (!mean || !human_only) return std::nullopt;
  return PredictionPowered{*mean, *human_only, l, n, judge_others.n()};
}

}  // namespace judge
