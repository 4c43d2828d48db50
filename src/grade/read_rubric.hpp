#pragma once

#include "grade/verdict.hpp"

namespace judge {

/// Whether a criterion is met.
struct Met {
  bool met = false;
  std::string explanation;  // may be empty; hostile text
};

/// In the rubric's order.
using RubricResult = std::expected<std::vector<Met>, Unscored>;

/// One criterion: value true or false, score 1 or 0. {"met": true} (or "criteria_met",
/// "criterion_met", "verdict", "answer"), [[YES]], [RESULT] no, "Met: yes", "Criterion met: no",
/// and an answer that is nothing but yes or no. Words: true, yes, met; false, no, "not met", unmet;
/// any case. A number is "not_a_boolean".
VerdictResult read_met(std::string_view text, Family family = Family::automatic);

/// `count` criteria (1..count) in one answer, JSON only; the last object that is a rubric wins:
///   {"criteria": [{"criterion": 1, "met": true, "explanation": "..."}, ...]}
///   {"criteria": {"1": true, "2": {"met": false, "explanation": "..."}}}, or without "criteria"
///   {"met": [true, false]}
///   [{"criterion": 1, "met": true}, ...], or one such object a line
/// "criteria" may be "rubric", "results" or "verdicts"; "criterion" may be "id", "index" or
/// "number", and lack if it lacks everywhere: then the order counts. A criterion is 1, "1",
/// "criterion 1", "criterion_1" or "C1".
/// All or nothing: "missing_criterion"; "conflict" where one is said twice and differently;
/// "out_of_range" for one that does not exist; "unknown_label" for one without a number;
/// "not_a_boolean" for what is neither true, false, "yes" nor "no": not 0 and 1, since {"met":
/// [1, 2]} may list those that are met.
RubricResult read_rubric(std::string_view text, std::size_t count,
                         Family family = Family::automatic);

}  // namespace judge
