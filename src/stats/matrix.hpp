#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace judge {

/// A dense square matrix of at most some hundred rows.
class SquareMatrix {
 public:
  explicit SquareMatrix(std::size_t size) : size_(size), cells_(size * size) {}

  std::size_t size() const { return size_; }
  double& operator()(std::size_t i, std::size_t j) { return cells_[i * size_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return cells_[i * size_ + j]; }

 private:
  std::size_t size_;
  std::vector<double> cells_;
};

/// The Cholesky factorisation A = LLᵀ of a symmetric positive definite matrix, of which the lower
/// half is read (Golub, Van Loan, Matrix Computations, 4.2).
class Cholesky {
 public:
  /// nullopt for a matrix that is singular to working precision, indefinite or not finite.
  static std::optional<Cholesky> of(const SquareMatrix& a);

  std::vector<double> solve(std::span<const double> b) const;  // A⁻¹b
  SquareMatrix inverse() const;

 private:
  explicit Cholesky(SquareMatrix lower) : lower_(std::move(lower)) {}
  SquareMatrix lower_;
};

}  // namespace judge
