#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/estimated.hpp"
#include "stats/matrix.hpp"

namespace judge {

/// The rows of a logistic regression, of which most cells are 0.
class LogisticRows {
 public:
  struct Term {
    std::uint32_t column = 0;
    double value = 0;
  };

  explicit LogisticRows(std::size_t columns) : columns_(columns) {}

  /// `outcome` from 0 to 1, ties in between; columns below columns(), each at most once a row.
  void add(std::span<const Term> terms, double outcome);

  std::size_t columns() const { return columns_; }
  std::size_t size() const { return outcomes_.size(); }
  std::span<const Term> row(std::size_t i) const;
  double outcome(std::size_t i) const { return outcomes_[i]; }

 private:
  std::size_t columns_;
  std::vector<Term> terms_;
  std::vector<std::size_t> ends_;
  std::vector<double> outcomes_;
};

struct LogisticFit {
  std::vector<double> coefficients;  // logits
  SquareMatrix covariance;           // inverse of the (penalised) information
  double ridge = 0;                  // 0 for maximum likelihood
  unsigned iterations = 0;

  std::optional<Estimated> coefficient(std::size_t i, double level) const;
};

/// The ridge that stands in where there is no maximum: as though each coefficient were known
/// beforehand to be 0 ± 2 logits.
inline constexpr double fallback_ridge = 0.25;

/// logit P = Σ coefficient · value, with the penalty ridge/2 · Σ coefficient² (0 for none), by
/// Newton's method with halved steps, which is iteratively reweighted least squares (McCullagh,
/// Nelder 1989). Outcomes between 0 and 1 are quasi-likelihood (Papke, Wooldridge 1996): ties make
/// the errors too large rather than too small. nullopt without rows, for numbers that are not
/// finite, and where the likelihood has no single maximum: separated outcomes, dependent columns.
std::optional<LogisticFit> logistic_regression(const LogisticRows& rows, double ridge);

/// Without penalty if that has a maximum, else with fallback_ridge; the fit's `ridge` tells.
std::optional<LogisticFit> logistic_regression_or_ridge(const LogisticRows& rows);

}  // namespace judge
