#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "config/config.hpp"

namespace judge::test {

inline void write_samples(const std::filesystem::path& path, std::size_t samples) {
  std::ofstream file(path);
  for (std::size_t i = 0; i < samples; ++i)
    file << fmt::format(R"({{"id":"q{}","input":"question {}","output":"answer {}"}})", i, i, i)
         << '\n';
}

/// One judge that scores what data.jsonl in the folder holds, and one model with 8 permits. The
/// store is the caller's to name.
inline Config small_config(const std::filesystem::path& folder, const std::string& name,
                           const std::string& model_name) {
  Config config;
  config.file = folder / (name + ".toml");
  config.run.name = name;
  config.run.output = folder / "results.jsonl";
  config.dataset.path = folder / "data.jsonl";
  ModelConfig model;
  model.name = model.model = model_name;
  model.base_url = "http://sim/v1";
  model.max_connections = {.automatic = false, .start = 8, .max = 8};
  config.models = {model};
  JudgeConfig judge;
  judge.name = "judge";
  judge.models = {model_name};
  judge.prompt = {"Grade {{output}} to {{input}}", name + ".toml:1"};
  config.judges = {judge};
  return config;
}

}  // namespace judge::test
