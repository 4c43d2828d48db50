#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "config/config.hpp"

namespace judge {

/// The JSON schema of a verdict, strict enough for servers that want every key required.
nlohmann::ordered_json verdict_schema(const JudgeConfig& config);

/// The same in words, for the end of the prompt. "" where a family of verdicts is named: then the
/// prompt asks for it itself.
std::string verdict_form(const JudgeConfig& config);

/// A rubric as prompts show it: "1. Says where it happened. (5 points)", a line each. `only`: one
/// of them, from 1; 0 = all.
std::string criteria_text(const JudgeConfig& config, std::size_t only = 0);

}  // namespace judge
