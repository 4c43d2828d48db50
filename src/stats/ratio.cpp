#include "stats/ratio.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace judge {

void RunningRatio::add(double x, double y) {
  ++n_;
  x_ += x;
  y_ += y;
  xx_ += x * x;
  xy_ += x * y;
  yy_ += y * y;
}

std::optional<double> RunningRatio::ratio() const {
  return x_ > 0 ? std::optional(y_ / x_) : std::nullopt;
}

std::optional<Projection> RunningRatio::project(double count, double sum_x, double level) const {
  const auto r = ratio();
  if (!r || n_ < 2) return std::nullopt;
  const auto n = static_cast<double>(n_);
  // Σ(y − r x)², whose exact zero may come out as a tiny negative number.
  const double residuals = std::max(0.0, yy_ - 2 * *r * xy_ + *r * *r * xx_);
  const double variance = residuals / (n - 1);
  const double mean_x = x_ / n;
  const double of_total = variance * (sum_x * sum_x / (n * mean_x * mean_x) + std::max(0.0, count));
  const boost::math::students_t distribution(n - 1);
  const double half = quantile(complement(distribution, (1 - level) / 2)) * std::sqrt(of_total);
  const double expected = *r * sum_x;
  return Projection{expected, std::max(0.0, expected - half), expected + half};
}

}  // namespace judge
