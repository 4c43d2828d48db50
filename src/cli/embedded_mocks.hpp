#pragma once

#include <memory>
#include <vector>

#include "config/config.hpp"
#include "mock/server.hpp"

namespace judge {

using EmbeddedMocks = std::vector<std::unique_ptr<MockServer>>;

/// Starts a server on loopback for every model with provider = "mock", and points the model at it.
Result<EmbeddedMocks> start_mocks(Config& config);

}  // namespace judge
