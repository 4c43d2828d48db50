#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// Loads the config and shows what is wrong with it, or what it warns of, on standard error.
/// nullopt: it cannot be used.
std::optional<Config> load_or_explain(const std::string& file,
                                      const std::vector<std::string>& sets);

}  // namespace judge
