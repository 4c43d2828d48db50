#pragma once

#include <string_view>

#include "mock/reading.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What is asked in the body of a Converse.
Checked<CompletionRequest> read_bedrock(const Json& body, std::string_view model);

}  // namespace judge::mock
