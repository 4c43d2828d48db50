// A folder of files, an environment, and what loading a config there says.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "config/load.hpp"

namespace judge::testing {

class ConfigFolder {
 public:
  ConfigFolder();
  ~ConfigFolder();
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;

  void write(const std::string& name, const std::string& text) const;
  std::filesystem::path path(const std::string& name = "") const;

  /// Loads judge.toml with this text.
  std::expected<LoadedConfig, std::vector<Problem>> load(
      const std::string& text, const std::vector<std::string>& sets = {}) const;
  /// One problem a line, the folder left out; "" if there is none.
  std::string problems(const std::string& text, const std::vector<std::string>& sets = {}) const;
  std::string warnings(const std::string& text, const std::vector<std::string>& sets = {}) const;
  /// A config that must load.
  Config config(const std::string& text, const std::vector<std::string>& sets = {}) const;

  std::map<std::string, std::string> variables;

 private:
  std::string lines(const std::vector<Problem>& problems) const;
  std::filesystem::path folder_;
};

/// The smallest good config: a mock, a dataset "d.jsonl" and an exact scorer, in parts.
inline const std::string dataset_part = "[dataset]\npath = \"d.jsonl\"\n";
inline const std::string mock_part = "[models.m]\nprovider = \"mock\"\n";
inline const std::string exact_part = "[judge]\nmethod = \"exact\"\n";
inline const std::string score_part =
    "[judge]\nmethod = \"score\"\nmodels = [\"m\"]\nprompt = \"Rate {{output}}\"\n";

}  // namespace judge::testing
