#pragma once

#include <string>
#include <vector>

#include "run/summary.hpp"

namespace judge {

/// One row a metric: n, mean (a rate where scores are 0 or 1) with its 95 % interval, nulls, and
/// where the mean would lie if every null were the worst or the best score. Then how often each
/// label was given. Indented by two spaces; empty where there are no metrics.
std::string metrics_text(const std::vector<Metric>& metrics, bool color);

}  // namespace judge
