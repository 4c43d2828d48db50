#include "stats/matrix.hpp"

#include <cmath>
#include <limits>

namespace judge {

std::optional<Cholesky> Cholesky::of(const SquareMatrix& a) {
  const std::size_t n = a.size();
  SquareMatrix lower(n);
  for (std::size_t j = 0; j < n; ++j) {
    double pivot = a(j, j);
    for (std::size_t k = 0; k < j; ++k) pivot -= lower(j, k) * lower(j, k);
    // What is left of a pivot after rounding errors of that size is nothing.
    const double noise = a(j, j) * static_cast<double>(n) * std::numeric_limits<double>::epsilon();
    if (!(pivot > noise) || !std::isfinite(pivot)) return std::nullopt;
    lower(j, j) = std::sqrt(pivot);
    for (std::size_t i = j + 1; i < n; ++i) {
      double cell = a(i, j);
      for (std::size_t k = 0; k < j; ++k) cell -= lower(i, k) * lower(j, k);
      lower(i, j) = cell / lower(j, j);
    }
  }
  return Cholesky(std::move(lower));
}

std::vector<double> Cholesky::solve(std::span<const double> b) const {
  const std::size_t n = lower_.size();
  std::vector<double> x(b.begin(), b.end());
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= lower_(i, k) * x[k];
    x[i] /= lower_(i, i);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) x[i] -= lower_(k, i) * x[k];
    x[i] /= lower_(i, i);
  }
  return x;
}

SquareMatrix Cholesky::inverse() const {
  const std::size_t n = lower_.size();
  SquareMatrix result(n);
  std::vector<double> unit(n);
  for (std::size_t j = 0; j < n; ++j) {
    unit[j] = 1;
    const auto column = solve(unit);
    for (std::size_t i = 0; i < n; ++i) result(i, j) = column[i];
    unit[j] = 0;
  }
  return result;
}

}  // namespace judge
