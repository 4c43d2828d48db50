#pragma once

#include <vector>

#include "plan/plan.hpp"
#include "plan/rehearsal.hpp"
#include "plan/survey.hpp"

namespace judge {

/// Rehearses the calls left, then again with one limit lifted after the other, likeliest first,
/// until one is found without which they end sooner. Some calls are left.
Result<PlannedTime> planned_time(const Config& config, const Survey& survey,
                                 const std::vector<PlannedCalls>& rows, Progress& progress);

}  // namespace judge
