#pragma once

#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// "calibration": for each judge, person and model, where the person rated a part of the lines:
/// the mean that the person would have given all of them (prediction-powered), λ, beside the mean
/// of the person's alone and the judge's alone, and how far the judge is off where both rated.
/// Several people are one more row, "people": the mean of those who rated the line. Lines of one
/// sample or cluster are averaged first. Empty without a judge and a person of the same kind.
std::vector<Sheet> calibration_sheets(const VerdictTable& table, const AnalysisOptions& options);

}  // namespace judge
