// Free scorers: no model is asked. Verdicts are true (1) or false (0).
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/errors.hpp"
#include "grade/json_schema.hpp"
#include "grade/verdict.hpp"

namespace re2 {
class RE2;
}

namespace judge {

/// A regular expression (RE2 syntax), which takes linear time on any text. `^` and `$` are the
/// text's ends unless (?m) says lines; `.` is no line break unless (?s).
class Pattern {
 public:
  /// The error is the reason alone.
  static std::expected<Pattern, std::string> parse(std::string_view expression, bool ignore_case);

  /// The text as it is, not an expression.
  static std::expected<Pattern, std::string> literal(std::string_view text, bool ignore_case);

  bool occurs_in(std::string_view text) const;
  bool is_whole(std::string_view text) const;

 private:
  static std::expected<Pattern, std::string> make(std::string_view expression, bool ignore_case,
                                                  bool literal);
  std::shared_ptr<const re2::RE2> expression_;
};

// `target` is a string, a number, a boolean, or a list of those of which any may do. Anything else,
// an empty list and an empty text to be found are unscored: "bad_target".

/// Equal but for white space at the ends.
VerdictResult score_exact(std::string_view output, const nlohmann::json& target, bool ignore_case);

/// The target, trimmed, occurs in the output.
VerdictResult score_includes(std::string_view output, const nlohmann::json& target,
                             bool ignore_case);

/// The pattern occurs in the output.
VerdictResult score_regex(std::string_view output, const Pattern& pattern);

/// The target is the pattern.
VerdictResult score_regex(std::string_view output, const nlohmann::json& target, bool ignore_case);

/// |a − b| ≤ tolerance, a the last number of the output, b of the target (of what follows "####" in
/// it, where that is). Understood: 1,234.5 · -3 · 1e3 · $5 · 50 %, whose sign is ignored. An output
/// without a number is wrong: score 0, value null. A fraction, 3/4, is no number: unscored.
VerdictResult score_numeric(std::string_view output, const nlohmann::json& target,
                            double tolerance);

/// The whole output is JSON and valid; what is wrong is the explanation.
VerdictResult score_json_schema(std::string_view output, const JsonSchema& schema);

}  // namespace judge
