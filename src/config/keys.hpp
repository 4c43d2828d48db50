// API keys: where they come from, and what is refused of them.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

inline constexpr std::string_view openai_base_url = "https://api.openai.com/v1";

/// `api_keys` of a model: "env:NAME", "file:PATH" or the key itself, one or a list. Absent: the
/// variable OPENAI_API_KEY for OpenAI's own address, otherwise none. No problem or warning ever
/// shows a key, nor anything that could be one in the wrong place.
std::vector<ApiKey> read_api_keys(Section& model, const std::string& base_url);

/// Only the type: for a model that sends no key.
void check_api_keys(Section& model);

}  // namespace judge
