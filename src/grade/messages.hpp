#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "model/dialect.hpp"
#include "prompt/template.hpp"

namespace judge {

struct Prompts {
  std::optional<Template> system;
  std::optional<Template> prompt;  // nullopt where its text is empty
};

Result<Prompts> parse_prompts(const std::optional<PromptText>& system, const PromptText& prompt);

/// The system message, where there is one, and the prompt as the user's.
Result<std::vector<Message>> render_messages(const std::optional<Template>& system,
                                             const std::optional<Template>& prompt,
                                             const nlohmann::json& fields);

/// The error that render_messages() would give.
Result<> check_prompts(const std::optional<Template>& system, const std::optional<Template>& prompt,
                       const nlohmann::json& fields);

/// Whether a sample has `messages` that can be sent.
Result<> check_messages(const nlohmann::json& fields);

/// Whether a sample has `turns`, what the user says one after the other, where it has the field.
Result<> check_turns(const nlohmann::json& fields);

/// The user's turns so far and the answers between them: one more turn than answers.
std::vector<Message> messages_of_turns(const nlohmann::json& fields,
                                       std::span<const std::string> answers);

/// A sample's own `messages`, checked.
Result<std::vector<Message>> messages_of(const nlohmann::json& fields);

}  // namespace judge
