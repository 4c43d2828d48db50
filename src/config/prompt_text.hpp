// Prompts and system texts: inline or in a file.
#pragma once

#include <optional>
#include <string_view>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// Inline if it holds "{{" or a newline, otherwise the path of a file.
std::optional<PromptText> read_prompt(Section& section, std::string_view key);

/// The same, but a path only if it ends in .mustache, .txt or .md: "Answer in one sentence." is a
/// text.
std::optional<PromptText> read_system(Section& section, std::string_view key);

}  // namespace judge
