#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// `models`, and after them those that stand in for them, for those that stand in, and so on: each
/// once.
std::vector<std::string> with_fallbacks(const Config& config, std::vector<std::string> models);

}  // namespace judge
