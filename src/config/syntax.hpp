#pragma once

#include <toml++/toml.h>

#include <expected>
#include <string>
#include <string_view>

#include "config/load.hpp"

namespace judge {

/// TOML text to a table whose nodes know `source`, line and column. The error has the parser's
/// description, made fit to be shown: nothing of a value that might be a key is in it.
std::expected<toml::table, Problem> parse_toml(std::string_view text, const std::string& source);

/// A config file to its table.
std::expected<toml::table, Problem> read_toml(const std::filesystem::path& file);

}  // namespace judge
