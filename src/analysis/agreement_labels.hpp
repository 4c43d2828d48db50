#pragma once

#include <span>

#include "analysis/agreement_raters.hpp"
#include "analysis/sheet.hpp"

namespace judge {

/// "rater_labels": how often each rater gave each label, and no verdict. One sheet for all nominal
/// raters.
Sheet rater_labels_sheet(const VerdictTable& table, std::span<const Rater> raters);

/// "classification": precision, recall and F1 of each judge's labels, a person's as the truth.
Sheet classification_sheet(const VerdictTable& table, std::span<const Rater> raters);

}  // namespace judge
