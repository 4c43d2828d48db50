#pragma once

#include <cstdint>
#include <optional>

namespace judge {

/// A total foreseen: the best guess and an interval around it.
struct Projection {
  double expected = 0;
  double low = 0;
  double high = 0;
};

/// Pairs (x, y) where y is roughly proportional to x, such as tokens to bytes; with x = 1
/// throughout, a plain mean. One pass, constant memory. The estimator is Σy/Σx (Cochran, Sampling
/// Techniques, 1977, chapter 6).
class RunningRatio {
 public:
  void add(double x, double y);
  std::uint64_t n() const { return n_; }
  std::optional<double> ratio() const;  // Σx > 0

  /// What the y of `count` further pairs come to whose x add up to `sum_x`; Student's t, `level`
  /// such as 0.95. The variance is that of the ratio, times sum_x², and that of the further pairs
  /// themselves. Never below 0. nullopt for n < 2.
  std::optional<Projection> project(double count, double sum_x, double level) const;

 private:
  std::uint64_t n_ = 0;
  double x_ = 0, y_ = 0, xx_ = 0, xy_ = 0, yy_ = 0;
};

}  // namespace judge
