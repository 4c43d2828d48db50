#pragma once

#include "model/dialect.hpp"

namespace judge {

/// Where and how the model's requests go. `key`: nullptr where it is asked without one.
Endpoint endpoint_of(const Dialect& dialect, const ModelConfig& model, const ApiKey* key);

/// What no text from outside may show: every part of the keys, a proxy's password.
void add_secrets(const ModelConfig& model, Redactor& redactor);

}  // namespace judge
