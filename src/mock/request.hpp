#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "mock/reply.hpp"
#include "mock/schema.hpp"
#include "mock/settings.hpp"

namespace judge::mock {

/// What counts of a chat completion's body.
struct CompletionRequest {
  std::string model;
  std::string prompt;  // the text of all messages, a blank line between them
  Format format = Format::text;
  Json schema;                              // of Format::json_schema
  std::optional<std::uint64_t> max_tokens;  // max_completion_tokens, else max_tokens
};

/// Refuses, as OpenAI's API would, malformed JSON, a missing model, messages that are none, n > 1,
/// streams, and a response_format stronger than `strongest`.
std::expected<CompletionRequest, ApiError> read_request(std::string_view body, Format strongest);

}  // namespace judge::mock
