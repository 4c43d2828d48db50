// What of a config must never be shown.
#pragma once

#include "config/config.hpp"

namespace judge {

/// By its name: Authorization, Cookie, X-Api-Key and the like.
bool holds_secret(std::string_view header_name);

/// The model's keys, every part of them, a proxy's password, and the values of headers that hold
/// secrets.
void add_secrets(const ModelConfig& model, Redactor& redactor);

}  // namespace judge
