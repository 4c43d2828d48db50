#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// Loads the config and shows what is wrong with it, or what it warns of, on standard error.
/// nullopt: it cannot be used.
std::optional<Config> load_or_explain(const std::string& file,
                                      const std::vector<std::string>& sets);

/// For a config that is read again under a running batch: without a word on the screen; the error
/// is the first problem, and how many there are.
std::expected<Config, std::string> load_again(const std::string& file,
                                              const std::vector<std::string>& sets);

}  // namespace judge
