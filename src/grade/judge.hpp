// grade's main header: a config's judge and generator, ready to make requests and read replies.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "grade/scorers.hpp"
#include "grade/verdict.hpp"
#include "model/dialect.hpp"
#include "prompt/template.hpp"

namespace judge {

/// A judge of the config: its templates and its pattern are parsed. Refers to `config`, which must
/// outlive it.
class Judge {
 public:
  /// Fault::config where a template or the regular expression is wrong.
  static Result<Judge> make(const JudgeConfig& config);

  const JudgeConfig& config() const { return *config_; }

  /// What the method needs of a sample, before anything is sent; Fault::dataset, as of request().
  /// `fields` has "output", if only an empty one.
  Result<> check(const nlohmann::json& fields) const;

  /// For the methods that ask a model. The prompt is followed by a sentence that names the form of
  /// the verdict, the same for every `format`: a server may ignore response_format silently, and
  /// the requests differ in nothing else. Errors for a sample that lacks a name the prompts use.
  /// For a free scorer: check(), and a request without messages.
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
  std::string form_;    // the verdict's, in words; behind the prompt
  std::string schema_;  // and as JSON
  std::optional<Pattern> pattern_;
};

/// The [generate] stage: system and prompt; where the prompt is empty, system and the sample's own
/// `messages` as they are.
class Generator {
 public:
  static Result<Generator> make(const GenerateConfig& config);

  /// Fault::dataset for a name the prompts use and the sample lacks, and for messages that are not
  /// a list of {role, content} with roles system, developer, user, assistant and content a string
  /// or a list of parts.
  Result<ChatRequest> request(const nlohmann::json& fields) const;

  /// The error that request() would give, for less.
  Result<> check(const nlohmann::json& fields) const;

 private:
  Generator() = default;
  std::optional<Template> system_;
  std::optional<Template> prompt_;
};

}  // namespace judge
