// --set a.b=c
#pragma once

#include <toml++/toml.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"

namespace judge {

struct Override {
  std::vector<std::string> path;  // never empty
  toml::table holder;             // the value, under "v"
};

/// `number`: its place among the --sets, from 1. The value is read as TOML; one that is not TOML
/// and does not begin like a quoted string, a list or a table is a string as it stands. Quotes no
/// value in its problems: it may be a key.
std::expected<Override, Problem> parse_override(std::string_view text, unsigned number);

/// Puts the value into `root`, making the tables on the way. A step into a list is an index or the
/// `name` of one of its tables.
std::optional<Problem> apply_override(toml::table& root, Override override);

}  // namespace judge
