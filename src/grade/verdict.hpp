// grade: judging methods. Prompts to requests, answers to verdicts; pure.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "dataset/sample.hpp"
#include "model/dialect.hpp"
#include "prompt/template.hpp"

namespace judge {

struct Verdict {
  nlohmann::json value;     // what was said: 8, "CORRECT", true
  double score = 0;         // the number it counts as
  std::string explanation;  // may be empty; hostile text
};

/// Why an answer holds no verdict.
struct Unscored {
  std::string
      reason;  // a short stable word, counted in summaries: "refusal", "empty", "no_verdict",
               // "out_of_range", "not_a_number", "unknown_label", "conflict", "truncated", …
  std::string detail;  // one sentence
};

using VerdictResult = std::expected<Verdict, Unscored>;

/// Reads a judge's text by docs' table of families: JSON with the wanted field first, then [[7]] /
/// [7], [RESULT] 4, GRADE: C, … The last verdict wins; ranges are checked, never clamped.
VerdictResult read_score(std::string_view text, double scale_min, double scale_max);
VerdictResult read_choice(std::string_view text, const std::vector<Choice>& choices,
                          std::string_view conflict);

/// A judge of the config, ready to use: its templates are parsed.
class Judge {
 public:
  static Result<Judge> make(const JudgeConfig& config);

  const JudgeConfig& config() const { return *config_; }

  /// Errors for a sample that lacks a name the prompts use, or what the scorer needs (target).
  /// `fields` already has "output".
  Result<ChatRequest> request(const nlohmann::json& fields, ReplyFormat format) const;

  /// The verdict in a model's reply: refusals and filters are unscored before the text is looked
  /// at.
  VerdictResult read(const ChatReply& reply) const;

  /// Free scorers: no call. `fields` has "output" and, but for regex with a pattern, "target".
  VerdictResult score(const nlohmann::json& fields) const;

 private:
  Judge() = default;
  const JudgeConfig* config_ = nullptr;
  std::optional<Template> system_;
  std::optional<Template> prompt_;
};

/// The [generate] stage: system, prompt, or the sample's own `messages` as they are.
class Generator {
 public:
  static Result<Generator> make(const GenerateConfig& config);
  Result<ChatRequest> request(const nlohmann::json& fields) const;

 private:
  Generator() = default;
  std::optional<Template> system_;
  std::optional<Template> prompt_;
};

}  // namespace judge
