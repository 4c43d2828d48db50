#pragma once

#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// How far raters agree, whoever they are: judges, the members of a panel, people.
/// - "agreement" for labels, truths and preferences, "agreement_numbers" for numbers: a row a pair
///   of raters, over the lines that both rated; κ with its standard error, correlations;
/// - "agreement_beside": each judge's mean agreement with people beside people's with each other;
/// - "alpha": Krippendorff's α of people, of judges and of all, missing ratings allowed;
/// - "rater_labels": how often each rater gave each label;
/// - "classification": each judge's labels against each person's, by class.
/// Empty sheets are left out; without two raters there is none but "rater_labels". Intervals of κ
/// are by bootstrap over clusters where lines belong together, else large-sample ones; α's are by
/// bootstrap over lines.
std::vector<Sheet> agreement_sheets(const VerdictTable& table, const AnalysisOptions& options);

}  // namespace judge
