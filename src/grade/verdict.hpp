// grade: judging methods. Prompts to requests, answers to verdicts; pure.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "grade/families.hpp"

namespace judge {

struct Verdict {
  nlohmann::json value;                 // what was said: 8, "CORRECT", true
  double score = 0;                     // the number it counts as
  std::string explanation;              // may be empty; hostile text
  bool strong = false;                  // of a preference: A>>B, B>>A
  std::optional<double> coverage = {};  // where read off probabilities: how much of 1 they cover
};

/// Why an answer holds no verdict.
struct Unscored {
  std::string reason;  // a short stable word, counted in summaries: "refusal", "content_filter",
                       // "empty", "truncated", "no_verdict", "not_a_number", "out_of_range",
                       // "unknown_label", "not_a_boolean", "missing_criterion", "conflict",
                       // "no_logprobs", "no_score_token", "low_coverage", "inconsistent",
                       // "too_few_votes", "no_majority", "no_baseline", "bad_target", "bad_output"
  std::string detail;  // one sentence, fit for the screen
};

using VerdictResult = std::expected<Verdict, Unscored>;

// How an answer is read, for all readers (see also read_preference.hpp, read_rubric.hpp):
// - <think>…</think> is left out, and so is all that follows a <think> that never ends; zero-width
//   characters are ignored.
// - Four forms hold verdicts: a JSON object with the wanted field, [[7]], [RESULT] 7, and
//   "Score: 7" at the start of a line or in bold. Within JSON nothing else counts, be it whole,
//   broken or cut off: what it quotes is not the judge's word.
// - Where one of these stands by itself (JSON does; the others where they start a line, or a colon
//   leads to them), forms that occur in mid-sentence only do not count.
// - The last verdict wins. If it cannot be read, the answer is unscored: an earlier one is no
//   substitute.
// - Only where there is none of them: [7], then an answer that is nothing but the verdict.
// Time and memory are linear in the text.

/// The number in "score", in brackets, or after Score, Rating or Grade. "8/10" counts if the scale
/// ends at 10. Ranges are checked, never clamped; "7,5" and "7-8" are refused.
VerdictResult read_score(std::string_view text, double scale_min, double scale_max,
                         Family family = Family::automatic);

/// The label in "choice" ("label", "verdict", "grade"), in brackets, or after Grade, Verdict,
/// Answer, Judgment or Choice: whole and, for ASCII letters, in any case. In mere prose it is no
/// verdict. `conflict` is for several different ones: "last", "first" or "null" (unscored).
VerdictResult read_choice(std::string_view text, const std::vector<Choice>& choices,
                          std::string_view conflict, Family family = Family::automatic);

}  // namespace judge
