#pragma once

#include <string>

#include "plan/plan.hpp"

namespace judge {

/// `judge plan` for standard output: what a run would send, cost and take, what binds, what would
/// stop it, and its first requests. Every text from outside is made printable.
std::string plan_text(const Plan& plan, bool color);

/// The same as one JSON object, indented. Unknown is null; tokens are whole numbers, durations in
/// milliseconds.
std::string plan_json(const Plan& plan);

// What both say of the limits of a run.

/// The share of the calls left after which limits.usd or limits.deadline is expected to stop the
/// run; nullopt: not expected to.
std::optional<double> stopped_by_budget(const Plan& plan);
std::optional<double> stopped_by_deadline(const Plan& plan);

}  // namespace judge
