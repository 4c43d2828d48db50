#include "stats/logit.hpp"

#include <algorithm>
#include <cmath>

namespace judge {

double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

double log_sigmoid(double x) {
  return std::min(x, 0.0) - std::log1p(std::exp(-std::abs(x)));
}

Estimated as_rate(const Estimated& logits) {
  const double p = sigmoid(logits.value);
  return {p,
          p * (1 - p) * logits.standard_error,
          {sigmoid(logits.interval.low), sigmoid(logits.interval.high)}};
}

}  // namespace judge
