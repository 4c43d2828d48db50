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

/// Blocking; `checked` counts the samples as they pass, for whoever shows progress (another
/// thread).
Result<Opening> open_run(const Config& config, RunOptions options, const Pipeline& pipeline,
                         Files& files, std::atomic<std::uint64_t>& checked);

/// For `status`: the same reading, changing nothing on disk. Failed lines count as done.
Result<Opening> inspect_run(const Config& config, const Pipeline& pipeline, Files& files,
                            std::atomic<std::uint64_t>& checked);

}  // namespace judge
