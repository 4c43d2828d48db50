#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "results/mapping.hpp"

namespace judge {

/// A key of a mapping: --NAME on the command line, NAME in a TOML file.
struct MappingOption {
  std::string_view name;   // "human-file"
  std::string_view value;  // what follows it: "FIELD"; "" = a flag
  bool repeatable = false;
};

std::span<const MappingOption> mapping_options();

/// By name, each value as it would be typed; a flag's is "true".
using MappingValues = std::map<std::string, std::vector<std::string>>;

/// Fault::usage names the option, what is wrong and what to do. Names are those of
/// mapping_options().
Result<Mapping> make_mapping(const MappingValues& values);

/// A TOML file of the same names: id = "idx", label = ["x", "y"], value = { good = 1, bad = 0 }.
/// human-file is relative to it. Fault::usage names file, line and key, and the nearest known key.
Result<MappingValues> read_mapping(const std::filesystem::path& file);

}  // namespace judge
