#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What results lines do not say of themselves: what the judges' scales are, and how much there is
/// to come. It lies beside the results, as RESULTS.about.json, and is written when a run starts:
///   {"judge_results":1,"name":"trivia","samples":1319,"epochs":1,"models":["a","b"],
///    "judges":[{"name":"judge","method":"score","min":1,"max":10,"labels":{},"models":["gpt"]}]}
struct About {
  struct Judge {
    std::string name;
    std::string method;  // as in the config
    VerdictKind kind = VerdictKind::number;
    double min = 0, max = 1;
    std::vector<Choice> choices;
    std::vector<std::string> models;
  };
  std::string name;
  std::uint64_t samples = 0;
  std::uint32_t epochs = 1;
  std::vector<std::string> models;  // candidates; empty: outputs come from the dataset
  std::vector<Judge> judges;
};

About about(const Config& config, std::uint64_t samples);

/// "trivia.jsonl" → "trivia.jsonl.about.json".
std::filesystem::path about_path(const std::filesystem::path& results);

std::string about_json(const About& about);

/// nullopt where there is none. Fault::dataset where it is damaged.
Result<std::optional<About>> read_about(const std::filesystem::path& results);

}  // namespace judge
