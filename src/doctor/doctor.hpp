#pragma once

#include "base/files.hpp"
#include "config/config.hpp"
#include "doctor/finding.hpp"
#include "doctor/network.hpp"
#include "doctor/places.hpp"

namespace judge {

/// What an examination of a config has found, in the order in which a run would meet it.
struct Examination {
  std::string config;  // as it was typed
  Findings findings = {};
  std::vector<ModelCheck> models = {};  // as far as they were asked; they refer to the Config
};

/// All that can be found out without the network: prompts and dataset (all of it, as a run checks
/// it), results, store, space, file descriptors. Blocking.
Findings check_machine(const Config& config, Files& files, const FindPlace& find,
                       std::uint64_t descriptors);

}  // namespace judge
