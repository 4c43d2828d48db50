#include "stats/bradley_terry.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/logit.hpp"

namespace judge {
namespace {

constexpr unsigned most_iterations = 200;

bool usable(const SquareMatrix& wins) {
  for (std::size_t i = 0; i < wins.size(); ++i)
    for (std::size_t j = 0; j < wins.size(); ++j)
      if (!std::isfinite(wins(i, j)) || wins(i, j) < 0) return false;
  return wins.size() > 1 && comparability(wins).complete();
}

double log_likelihood(const SquareMatrix& wins, std::span<const double> theta) {
  double sum = 0;
  for (std::size_t i = 0; i < wins.size(); ++i)
    for (std::size_t j = 0; j < wins.size(); ++j)
      if (wins(i, j) > 0) sum += wins(i, j) * log_sigmoid(theta[i] - theta[j]);
  return sum;
}

struct Slope {
  std::vector<double> gradient;
  SquareMatrix information;  // with `lift` added to each cell, which makes it regular
  double lift = 0;
};

Slope slope(const SquareMatrix& wins, std::span<const double> theta) {
  const std::size_t n = wins.size();
  Slope result{std::vector<double>(n), SquareMatrix(n)};
  auto& information = result.information;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double p = sigmoid(theta[i] - theta[j]);
      const double met = wins(i, j) + wins(j, i);
      const double surprise = wins(i, j) * (1 - p) - wins(j, i) * p;
      result.gradient[i] += surprise;
      result.gradient[j] -= surprise;
      const double known = met * p * (1 - p);
      information(i, i) += known;
      information(j, j) += known;
      information(i, j) = information(j, i) = -known;
    }
  for (std::size_t i = 0; i < n; ++i) result.lift += information(i, i) / static_cast<double>(n * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) information(i, j) += result.lift;
  return result;
}

/// The step taken from theta, halved until the likelihood does not fall; its longest part.
double advance(const SquareMatrix& wins, std::vector<double>& theta, std::span<const double> step) {
  const double before = log_likelihood(wins, theta);
  std::vector<double> next(theta.size());
  for (double scale = 1; scale > 1e-6; scale /= 2) {
    double longest = 0;
    for (std::size_t i = 0; i < theta.size(); ++i) {
      next[i] = theta[i] + scale * step[i];
      longest = std::max(longest, std::abs(scale * step[i]));
    }
    if (log_likelihood(wins, next) < before - 1e-12 * std::abs(before)) continue;
    theta = next;
    return longest;
  }
  return 0;
}

/// The lifted matrix's inverse less what the lift put in is the inverse among vectors that sum to
/// 0.
SquareMatrix covariance(const Cholesky& factor, std::size_t n, double lift) {
  auto result = factor.inverse();
  const double put_in = 1 / (lift * static_cast<double>(n * n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) result(i, j) -= put_in;
  return result;
}

}  // namespace

std::optional<BradleyTerry> bradley_terry(const SquareMatrix& wins) {
  if (!usable(wins)) return std::nullopt;
  BradleyTerry fit;
  auto& theta = fit.log_strengths;
  theta.resize(wins.size());
  while (true) {
    const auto at = slope(wins, theta);
    const auto factor = Cholesky::of(at.information);
    if (!factor || fit.iterations == most_iterations) return std::nullopt;
    ++fit.iterations;
    if (advance(wins, theta, factor->solve(at.gradient)) > 1e-9) continue;
    const double mean =
        std::accumulate(theta.begin(), theta.end(), 0.0) / static_cast<double>(theta.size());
    for (double& x : theta) x -= mean;
    fit.covariance = covariance(*factor, wins.size(), at.lift);
    return fit;
  }
}

std::vector<double> BradleyTerry::shares() const {
  std::vector<double> result(log_strengths.size());
  const double most = std::ranges::max(log_strengths);
  double sum = 0;
  for (std::size_t i = 0; i < result.size(); ++i)
    sum += result[i] = std::exp(log_strengths[i] - most);
  for (double& share : result) share /= sum;
  return result;
}

std::optional<Estimated> BradleyTerry::against(std::size_t i, std::size_t j, double level) const {
  const double variance = covariance(i, i) + covariance(j, j) - 2 * covariance(i, j);
  return estimated_by_normal(log_strengths[i] - log_strengths[j],
                             std::sqrt(std::max(0.0, variance)), level);
}

std::optional<Estimated> BradleyTerry::score_against(std::size_t i, std::size_t j,
                                                     double level) const {
  return against(i, j, level).transform([](const Estimated& logits) {
    const auto [value, error, interval] = as_rate(logits);
    return Estimated{100 * value, 100 * error, {100 * interval.low, 100 * interval.high}};
  });
}

}  // namespace judge
