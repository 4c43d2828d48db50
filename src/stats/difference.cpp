#include "stats/difference.hpp"

#include <cmath>
#include <vector>

#include "stats/distributions.hpp"

namespace judge {
namespace {

std::optional<double> p_value(double value, double error, double df) {
  if (error > 0) return t_p_value(value / error, df);
  return value == 0 ? std::optional(1.0) : std::nullopt;
}

std::optional<Difference> difference(double value, const CombinedError& error, std::uint64_t n,
                                     double variance, double level) {
  const auto estimated = estimated_by_t(value, error.standard_error, error.df, level);
  if (!estimated) return std::nullopt;
  return Difference{.difference = *estimated,
                    .df = error.df,
                    .p = p_value(value, error.standard_error, error.df),
                    .n = n,
                    .sd = std::sqrt(variance)};
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] - b[i];
  return result;
}

}  // namespace

std::optional<Difference> paired_difference(std::span<const double> a, std::span<const double> b,
                                            double level) {
  if (a.size() != b.size() || a.size() < 2) return std::nullopt;
  const auto d = running_mean(differences(a, b));
  const CombinedError error{*d.standard_error(), static_cast<double>(d.n() - 1)};
  return difference(*d.mean(), error, d.n(), *d.variance(), level);
}

std::optional<Difference> paired_difference(std::span<const double> a, std::span<const double> b,
                                            std::span<const std::uint32_t> clusters, double level) {
  if (a.size() != b.size() || a.size() != clusters.size() || a.size() < 2) return std::nullopt;
  const auto d = differences(a, b);
  const auto mean = clustered_mean(cluster_sums(d, clusters), level);
  if (!mean) return std::nullopt;
  const CombinedError error{mean->mean.standard_error, static_cast<double>(mean->clusters - 1)};
  return difference(mean->mean.value, error, d.size(), *running_mean(d).variance(), level);
}

std::optional<Difference> unpaired_difference(const RunningMean& a, const RunningMean& b,
                                              double level) {
  if (a.n() < 2 || b.n() < 2) return std::nullopt;
  const auto error = sum_of_means({*a.variance(), a.n()}, {*b.variance(), b.n()});
  return difference(*a.mean() - *b.mean(), error, a.n() + b.n(), *a.variance() + *b.variance(),
                    level);
}

CombinedError sum_of_means(const Variance& a, const Variance& b) {
  const auto n_a = static_cast<double>(a.n), n_b = static_cast<double>(b.n);
  const double of_a = a.variance / n_a, of_b = b.variance / n_b;
  const double sum = of_a + of_b;
  // Without any variance the degrees of freedom are of no consequence.
  if (!(sum > 0)) return {sum, n_a + n_b - 2};
  // By shares of the sum, which do not underflow as squares of variances do.
  const double a_share = of_a / sum, b_share = of_b / sum;
  return {std::sqrt(sum), 1 / (a_share * a_share / (n_a - 1) + b_share * b_share / (n_b - 1))};
}

}  // namespace judge
