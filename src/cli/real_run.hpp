#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run/run.hpp"
#include "ui/progress.hpp"

namespace judge {

struct RunArguments {
  std::string config;
  std::vector<std::string> sets;
  std::uint64_t limit = 0;
  bool fresh = false;
  bool retry_failed = false;
  bool yes = false;
  ProgressStyle progress = ProgressStyle::automatic;
  std::string color = "auto";
};

/// The composition root: the only place that joins a run with the real clock, network, disk, screen
/// and signals. `signal`: the first of those that stop it, or 0.
Result<Summary> run_for_real(Config config, const RunArguments& arguments, int& signal);

}  // namespace judge
