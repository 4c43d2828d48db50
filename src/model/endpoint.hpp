#pragma once

#include "model/dialect.hpp"

namespace judge {

/// Where and how the model's requests go. `key`: nullptr where it is asked without one.
Endpoint endpoint_of(const Dialect& dialect, const ModelConfig& model, const ApiKey* key);

}  // namespace judge
