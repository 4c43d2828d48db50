#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// One thing wrong. text() is "file:line:column: key: message" with the parts that are known.
struct Problem {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string key;  // dotted: "models.gpt.rpm"
  std::string message;

  std::string text() const;
};

struct LoadedConfig {
  Config config;
  std::vector<Problem> warnings;  // a literal key, a key file others can read
};

/// Looks a variable of the environment up; a parameter so that tests need not change the process's.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
Environment process_environment();

/// Reads, overrides (`sets`: "run.epochs=3", values as TOML, a bare word as a string), checks
/// everything that can be checked without the dataset, reads prompt and key files. On failure:
/// every problem found.
std::expected<LoadedConfig, std::vector<Problem>> load_config(const std::filesystem::path& file,
                                                              std::span<const std::string> sets,
                                                              const Environment& environment);

}  // namespace judge
