#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "dataset/reader.hpp"
#include "run/pipeline.hpp"
#include "run/run.hpp"
#include "run/slots.hpp"
#include "run/tally.hpp"

namespace judge {

/// A run that has been found fit to start: the dataset is checked and the results hold only current
/// lines.
struct Opening {
  DatasetSummary dataset;
  Slots slots;
  TallyBook tally;
  Digest shape;
  std::uint64_t resumed = 0;
  bool recovered_torn = false;
  std::uint64_t stale = 0;
};

/// What a check in the background and the loop tell each other.
struct CheckProgress {
  std::atomic<std::uint64_t> samples = 0;  // checked so far
  std::atomic<bool> cancelled = false;     // ends the check with Fault::cancelled
};

/// Blocking.
Result<Opening> open_run(const Config& config, RunOptions options, const Pipeline& pipeline,
                         Files& files, CheckProgress& progress);

/// For `status`: the same reading, changing nothing on disk. Failed lines count as done.
Result<Opening> inspect_run(const Config& config, const Pipeline& pipeline, Files& files,
                            CheckProgress& progress);

}  // namespace judge
