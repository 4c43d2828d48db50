#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// `judge models` for standard output: what each [models.X] comes to. Keys are named by their
/// source, headers by their name. Every text from outside is made printable.
std::string models_text(const Config& config, bool color);

/// The same as one JSON array, indented; what is not stated is null. Durations in milliseconds.
std::string models_json(const Config& config);

// What both say.

std::string_view provider_name(Provider provider);

/// Where requests go; "" for the built-in mock, which has no address before it is started.
std::string request_url(const ModelConfig& model);

/// What asks it: "generate", "judge NAME", "the other of each pair of judge NAME", "fallback of X".
std::vector<std::string> uses_of(const Config& config, const std::string& model);

}  // namespace judge
