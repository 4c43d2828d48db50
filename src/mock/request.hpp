#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mock/schema.hpp"
#include "mock/settings.hpp"

namespace judge::mock {

/// What is asked, in whatever dialect it came.
struct CompletionRequest {
  std::string model;
  std::string prompt;  // the text of all turns, a blank line between them
  std::string others;  // of that, what is not the assistant's own, where some is
  Format format = Format::text;
  Json schema;                              // of Format::json_schema
  std::optional<std::uint64_t> max_tokens;  // of the answer
  bool logprobs = false;
  std::size_t top_logprobs = 0;  // at most 20
  bool answered_before = false;  // the assistant has spoken already
  bool cacheable = true;         // some providers cache nothing unless they are asked to

  /// Adds a turn, the assistant's `own` or another's, at the end.
  void add(std::string_view text, bool own);
  /// What the assistant was told, without what it said.
  std::string_view asked() const { return answered_before ? others : prompt; }
};

}  // namespace judge::mock
