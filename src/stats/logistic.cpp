#include "stats/logistic.hpp"

#include <algorithm>
#include <cmath>

#include "stats/logit.hpp"

namespace judge {
namespace {

// Newton's method needs fewer than ten; towards a maximum that does not exist it goes one logit a
// step.
constexpr unsigned most_iterations = 30;

bool usable(const LogisticRows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!(rows.outcome(i) >= 0 && rows.outcome(i) <= 1)) return false;
    const auto finite = [](const auto& term) { return std::isfinite(term.value); };
    if (!std::ranges::all_of(rows.row(i), finite)) return false;
  }
  return rows.size() > 0 && rows.columns() > 0;
}

class Likelihood {
 public:
  Likelihood(const LogisticRows& rows, double ridge) : rows_(rows), ridge_(ridge) {}

  double at(std::span<const double> beta) const {
    double sum = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double logit = logit_of(i, beta), y = rows_.outcome(i);
      if (y > 0) sum += y * log_sigmoid(logit);
      if (y < 1) sum += (1 - y) * log_sigmoid(-logit);
    }
    for (const double b : beta) sum -= ridge_ / 2 * b * b;
    return sum;
  }

  /// Fills both with the slope and, negated, the curvature.
  void slope(std::span<const double> beta, std::vector<double>& gradient,
             SquareMatrix& information) const {
    for (std::size_t k = 0; k < beta.size(); ++k) {
      gradient[k] = -ridge_ * beta[k];
      information(k, k) = ridge_;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double p = sigmoid(logit_of(i, beta));
      for (const auto& [k, x] : rows_.row(i)) {
        gradient[k] += (rows_.outcome(i) - p) * x;
        for (const auto& [l, z] : rows_.row(i)) information(k, l) += p * (1 - p) * x * z;
      }
    }
  }

 private:
  double logit_of(std::size_t i, std::span<const double> beta) const {
    double sum = 0;
    for (const auto& [k, x] : rows_.row(i)) sum += beta[k] * x;
    return sum;
  }

  const LogisticRows& rows_;
  double ridge_;
};

/// Adds the step to beta, halved until the likelihood does not fall; its longest part. nullopt if
/// it falls all the same.
std::optional<double> advance(const Likelihood& likelihood, std::vector<double>& beta,
                              std::span<const double> step) {
  const double before = likelihood.at(beta);
  std::vector<double> next(beta.size());
  for (double scale = 1; scale > 1e-6; scale /= 2) {
    double longest = 0;
    for (std::size_t k = 0; k < beta.size(); ++k) {
      next[k] = beta[k] + scale * step[k];
      longest = std::max(longest, std::abs(scale * step[k]));
    }
    if (!(likelihood.at(next) >= before - 1e-12 * std::abs(before))) continue;
    beta = next;
    return longest;
  }
  return std::nullopt;
}

}  // namespace

void LogisticRows::add(std::span<const Term> terms, double outcome) {
  terms_.insert(terms_.end(), terms.begin(), terms.end());
  ends_.push_back(terms_.size());
  outcomes_.push_back(outcome);
}

std::span<const LogisticRows::Term> LogisticRows::row(std::size_t i) const {
  const std::size_t start = i == 0 ? 0 : ends_[i - 1];
  return std::span(terms_).subspan(start, ends_[i] - start);
}

std::optional<Estimated> LogisticFit::coefficient(std::size_t i, double level) const {
  return estimated_by_normal(coefficients[i], std::sqrt(covariance(i, i)), level);
}

std::optional<LogisticFit> logistic_regression(const LogisticRows& rows, double ridge) {
  if (!usable(rows) || !(ridge >= 0)) return std::nullopt;
  const Likelihood likelihood(rows, ridge);
  std::vector<double> beta(rows.columns()), gradient(rows.columns());
  for (unsigned iteration = 1; iteration <= most_iterations; ++iteration) {
    SquareMatrix information(rows.columns());
    likelihood.slope(beta, gradient, information);
    const auto factor = Cholesky::of(information);
    if (!factor) return std::nullopt;
    const auto moved = advance(likelihood, beta, factor->solve(gradient));
    if (!moved) return std::nullopt;
    if (*moved < 1e-8) return LogisticFit{std::move(beta), factor->inverse(), ridge, iteration};
  }
  return std::nullopt;
}

std::optional<LogisticFit> logistic_regression_or_ridge(const LogisticRows& rows) {
  if (auto fit = logistic_regression(rows, 0)) return fit;
  return logistic_regression(rows, fallback_ridge);
}

}  // namespace judge
