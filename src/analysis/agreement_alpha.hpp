#pragma once

#include <span>

#include "analysis/agreement_raters.hpp"
#include "analysis/sheet.hpp"
#include "stats/bootstrap_interval.hpp"

namespace judge {

/// "alpha": Krippendorff's α of people, of judges, of each judge's panel, and of people and judges
/// together; a line is a unit. Nominal for labels, ordinal and interval for numbers.
Sheet alpha_sheet(const VerdictTable& table, std::span<const Rater> raters,
                  const BootstrapPlan& plan);

}  // namespace judge
