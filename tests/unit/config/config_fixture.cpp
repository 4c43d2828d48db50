#include "config_fixture.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

namespace judge::testing {

namespace fs = std::filesystem;

ConfigFolder::ConfigFolder() {
  std::string name = (fs::temp_directory_path() / "judge-config-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  write("d.jsonl", "{\"id\": 1}\n");
}

ConfigFolder::~ConfigFolder() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void ConfigFolder::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

fs::path ConfigFolder::path(const std::string& name) const {
  return name.empty() ? folder_ : folder_ / name;
}

std::expected<LoadedConfig, std::vector<Problem>> ConfigFolder::load(
    const std::string& text, const std::vector<std::string>& sets) const {
  write("judge.toml", text);
  return load_config(path("judge.toml"), sets,
                     [this](const std::string& name) -> std::optional<std::string> {
                       const auto found = variables.find(name);
                       if (found == variables.end()) return std::nullopt;
                       return found->second;
                     });
}

std::string ConfigFolder::lines(const std::vector<Problem>& problems) const {
  const std::string prefix = folder_.string() + "/";
  std::string out;
  for (const Problem& problem : problems) out += problem.text() + "\n";
  for (auto at = out.find(prefix); at != std::string::npos; at = out.find(prefix)) {
    out.erase(at, prefix.size());
  }
  return out;
}

std::string ConfigFolder::problems(const std::string& text,
                                   const std::vector<std::string>& sets) const {
  const auto loaded = load(text, sets);
  return loaded ? "" : lines(loaded.error());
}

std::string ConfigFolder::warnings(const std::string& text,
                                   const std::vector<std::string>& sets) const {
  const auto loaded = load(text, sets);
  REQUIRE_MESSAGE(loaded, lines(loaded ? std::vector<Problem>() : loaded.error()));
  return lines(loaded->warnings);
}

Config ConfigFolder::config(const std::string& text, const std::vector<std::string>& sets) const {
  auto loaded = load(text, sets);
  REQUIRE_MESSAGE(loaded, lines(loaded ? std::vector<Problem>() : loaded.error()));
  return std::move(loaded->config);
}

}  // namespace judge::testing
