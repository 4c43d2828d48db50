// API keys: where they come from, and what is refused of them.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// `api_keys` of a model: "env:NAME", "file:PATH" or the key itself, one or a list. Absent: the
/// first of `variables` that is set, and none where there are no `variables`. No problem or warning
/// ever shows a key, nor anything that could be one in the wrong place.
std::vector<ApiKey> read_api_keys(Section& model, const std::vector<std::string>& variables);

/// Only the type: for a model that sends no key.
void check_api_keys(Section& model);

}  // namespace judge
