#pragma once

#include <cstdint>

#include "config/config.hpp"
#include "run/services.hpp"
#include "run/summary.hpp"

namespace judge {

struct RunOptions {
  bool fresh = false;         // forget the results, keep the paid responses
  bool retry_failed = false;  // unscored samples too, asked afresh
  bool rehearsal = false;     // results and store are in memory, so there is nothing to lock
  const CallFailures* given_up = nullptr;  // calls that are not to be made; outlives the run
};

/// Knows every key of the config.
Redactor redactor_for(const Config& config);

/// The whole life of a run: lock, check, recover, admit, drain, sum up. An error means that nothing
/// was sent. What ends a run early is in Summary::stopped.
Async<Result<Summary>> run(const Config& config, RunOptions options, Seams& seams);

}  // namespace judge
