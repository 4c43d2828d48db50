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
  std::string others;  // of that, what is not the assistant's own, where some is
  Format format = Format::text;
  Json schema;                              // of Format::json_schema
  std::optional<std::uint64_t> max_tokens;  // max_completion_tokens, else max_tokens
  bool logprobs = false;
  std::size_t top_logprobs = 0;  // at most 20
  bool answered_before = false;  // the assistant has spoken already

  /// What the assistant was told, without what it said.
  std::string_view asked() const { return answered_before ? others : prompt; }
};

/// Refuses, as OpenAI's API would, malformed JSON, a missing model, messages that are none, n > 1,
/// streams, more than 20 top_logprobs, and a response_format stronger than `strongest`.
std::expected<CompletionRequest, ApiError> read_request(std::string_view body, Format strongest);

}  // namespace judge::mock
