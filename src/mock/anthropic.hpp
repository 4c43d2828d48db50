#pragma once

#include <string_view>

#include "mock/reading.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What is asked in the body of a POST to /v1/messages under that version of the API.
Checked<CompletionRequest> read_anthropic(const Json& body, std::string_view version);

/// Refuses what structured output does not take: bounds of numbers, lengths, open objects. `path`
/// is the schema's own.
Checked<> check_anthropic_schema(const Json& schema, std::string_view path);

}  // namespace judge::mock
