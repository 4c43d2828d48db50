#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "config/config.hpp"

namespace judge {

/// The JSON schema of a verdict, strict enough for servers that want every key required.
nlohmann::json verdict_schema(const JudgeConfig& config);

/// The same in words, for the end of the prompt.
std::string verdict_form(const JudgeConfig& config);

}  // namespace judge
