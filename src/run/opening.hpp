#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/sample_index.hpp"
#include "run/early_stop.hpp"
#include "run/pipeline.hpp"
#include "run/run.hpp"
#include "run/slots.hpp"
#include "run/tally.hpp"

namespace judge {

/// A run that has been found fit to start: the dataset is checked and the results hold only current
/// lines.
struct Opening {
  SampleIndex index;
  Slots slots;
  TallyBook tally;
  Digest shape;
  std::unique_ptr<SampleReader> reordered = nullptr;  // the samples, where not in dataset order
  std::vector<double> first_scores = {};              // by place, NaN = none; only with stop_when
  std::vector<EarlyStop::Scores> baseline = {};       // what stop_when compares with
  std::optional<std::string> reached = {};  // inspect_run: why stop_when has ended the run
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

/// Takes the baseline out of `opening`. Only with stop_when.
EarlyStop::Setting stop_setting(const Config& config, const Pipeline& pipeline, Opening& opening);

/// Checks the dataset whole; `each` is called with every sample that is fit, and its error ends the
/// check.
Result<SampleIndex> index_dataset(const Config& config, const Pipeline& pipeline, Files& files,
                                  const SampleCheck& each);

/// The samples in the order in which they are to be let in; some of those that are done may be
/// among them. One that is not what it was when it was checked is Fault::dataset: the file was
/// changed meanwhile. To be called once; `opening` must outlive the reader.
Result<std::unique_ptr<SampleReader>> samples_in_order(const Config& config, Opening& opening);

}  // namespace judge
