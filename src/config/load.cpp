#include "config/load.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "config/overrides.hpp"
#include "config/sections.hpp"
#include "config/syntax.hpp"
#include "config/whole_checks.hpp"

namespace judge {

namespace {

std::vector<Override> parse_overrides(std::span<const std::string> sets, Reading& reading) {
  std::vector<Override> overrides;
  for (unsigned i = 0; i < sets.size(); ++i) {
    auto override = parse_override(sets[i], i + 1);
    if (override) {
      overrides.push_back(std::move(*override));
    } else {
      reading.problem(std::move(override.error()));
    }
  }
  return overrides;
}

void apply_overrides(toml::table& root, std::vector<Override> overrides, Reading& reading) {
  for (Override& override : overrides) {
    if (auto problem = apply_override(root, std::move(override))) {
      reading.problem(std::move(*problem));
    }
  }
}

Config read_config(Section root, const std::filesystem::path& file) {
  Config config;
  config.file = absolute_path(file);
  config.run = read_run(root);
  config.dataset = read_dataset(root);
  std::vector<std::string> names;
  config.models = read_models(root, names);
  config.generate = read_generate(root, names);
  config.judges = read_judges(root, names);
  config.limits = read_limits(root);
  root.refuse_unknown();
  settle_pairs(root, config);
  check_whole(root, config);
  return config;
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

std::expected<LoadedConfig, std::vector<Problem>> load_config(const std::filesystem::path& file,
                                                              std::span<const std::string> sets,
                                                              const Environment& environment) {
  Reading reading(file, environment);
  auto overrides = parse_overrides(sets, reading);
  auto root = read_toml(file);
  LoadedConfig loaded;
  if (root) {
    apply_overrides(*root, std::move(overrides), reading);
    loaded.config = read_config(Section(*root, "", reading), file);
  } else {
    reading.problem(std::move(root.error()));
  }
  auto problems = reading.take_problems();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  loaded.warnings = reading.take_warnings();
  return loaded;
}

const ModelConfig& Config::model(const std::string& name) const {
  const auto found = std::ranges::find(models, name, &ModelConfig::name);
  if (found == models.end()) throw std::logic_error("no model \"" + name + "\" in the config");
  return *found;
}

}  // namespace judge
