// grade's main header: a config's judge and generator, ready to make requests and read replies.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "grade/ask.hpp"
#include "grade/families.hpp"
#include "grade/json_schema.hpp"
#include "grade/logprobs.hpp"
#include "grade/scorers.hpp"
#include "grade/verdict.hpp"
#include "model/dialect.hpp"
#include "prompt/template.hpp"

namespace judge {

/// A judge of the config: its templates, pattern and schema are parsed. Refers to `config`, which
/// must outlive it.
class Judge {
 public:
  /// Fault::config where a template, the regular expression or the schema is wrong.
  static Result<Judge> make(const JudgeConfig& config);

  const JudgeConfig& config() const { return *config_; }

  /// What the method needs of a sample, before anything is sent; Fault::dataset, as of request().
  /// `fields` has "output" and for a pair "a" and "b", if only empty ones.
  Result<> check(const nlohmann::json& fields) const;

  /// The calls that it makes of one output, in order; none for free scorers. `coin`: the sample's
  /// own, for swap = "random".
  std::vector<Ask> asks(bool coin) const;

  /// The prompt is followed by a sentence that names the form of the verdict, the same for every
  /// `format`: a server may ignore response_format silently, and the requests differ in nothing
  /// else. With a named family the prompt says itself what it wants, and nothing is added. Errors
  /// for a sample that lacks a name the prompts use. For a free scorer: check(), and a request
  /// without messages.
  Result<ChatRequest> request(const nlohmann::json& fields, const Ask& ask,
                              ReplyFormat format) const;

  /// Asks again for the form alone: the conversation so far, and what is wrong with its answer.
  Result<ChatRequest> repair_request(const nlohmann::json& fields, const Ask& ask,
                                     ReplyFormat format, const std::string& answer) const;

  /// The verdict in a model's reply, as to a and b whichever was shown first: refusals and filters
  /// are unscored before the text is looked at.
  VerdictResult read(const ChatReply& reply, const Ask& ask) const;

  /// Whether asking for the form again may help: there was an answer, but no verdict in it.
  bool may_repair(const ChatReply& reply, const VerdictResult& verdict) const;

  /// Free scorers: no call. `fields` has "output" and, but for regex with a pattern and
  /// json_schema, "target".
  VerdictResult score(const nlohmann::json& fields) const;

  /// Of an output that its gate let pass: the best there is. Its value is true, for the gate's.
  Verdict passed() const;

 private:
  Judge() = default;
  nlohmann::json fields_for(const nlohmann::json& fields, const Ask& ask) const;
  VerdictResult read_text(const ChatReply& reply, const Ask& ask) const;
  VerdictResult read_logprobs(const ChatReply& reply) const;
  VerdictResult read_shown(const ChatReply& reply, const Ask& ask) const;
  ExpectedResult expected(const ChatReply& reply) const;

  const JudgeConfig* config_ = nullptr;
  std::optional<Template> system_;
  std::optional<Template> prompt_;
  Family family_ = Family::automatic;
  std::string form_;    // the verdict's, in words; behind the prompt; "" where it says so itself
  std::string schema_;  // and as JSON
  std::optional<Pattern> pattern_;
  std::optional<JsonSchema> json_schema_;
};

/// The [generate] stage: system and prompt; where the prompt is empty, system and the sample's own
/// `messages` as they are, or its `turns` one after the other.
class Generator {
 public:
  static Result<Generator> make(const GenerateConfig& config);

  /// How many answers a sample takes: more than one where it has `turns`, a list of what the user
  /// says.
  std::size_t turns(const nlohmann::json& fields) const;

  /// `answers`: those of the turns before. Fault::dataset for a name the prompts use and the sample
  /// lacks, and for messages that are not a list of {role, content} with roles system, developer,
  /// user, assistant and content a string or a list of parts.
  Result<ChatRequest> request(const nlohmann::json& fields,
                              std::span<const std::string> answers = {}) const;

  /// The error that request() would give, for less.
  Result<> check(const nlohmann::json& fields) const;

 private:
  Generator() = default;
  Result<std::vector<Message>> messages(const nlohmann::json& fields,
                                        std::span<const std::string> answers) const;
  std::optional<Template> system_;
  std::optional<Template> prompt_;
};

}  // namespace judge
