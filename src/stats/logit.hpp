#pragma once

#include "stats/estimated.hpp"

namespace judge {

double sigmoid(double x);      // 1/(1 + e^-x)
double log_sigmoid(double x);  // ln of it, without overflow

/// An estimate in logits as a rate between 0 and 1: the interval's ends are transformed, the
/// standard error is p(1 − p)·SE (delta method).
Estimated as_rate(const Estimated& logits);

}  // namespace judge
