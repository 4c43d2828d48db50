#pragma once

#include <optional>
#include <vector>

#include "plan/plan.hpp"
#include "plan/survey.hpp"

namespace judge {

/// What the calls left of a row come to. With a pilot: ratio and mean of the stored answers,
/// scaled, with a 95 % prediction interval. Without: characters / 4 and an assumed output, up to
/// the worst case that a budget reserves (every answer as long as max_completion_tokens allows).
PlannedCalls forecast(const SurveyRow& row, const PlanOptions& options);

/// All rows together. Ends of intervals are added: rows err alike, if the same model answers them.
/// nullopt where some row with calls left has no known cost.
std::optional<Estimate> total_cost(const std::vector<PlannedCalls>& rows);

/// σ of a row's latencies, as lognormal; 0 where one latency is taken for all.
double latency_sigma(const SurveyRow& row, const PlannedCalls& planned);

}  // namespace judge
