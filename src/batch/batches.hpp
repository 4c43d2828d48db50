#pragma once

#include "batch/model_batches.hpp"
#include "run/run.hpp"

namespace judge {

/// Whether some model in use is to be asked in batches.
bool wants_batches(const Config& config);

/// Hands over what the run would ask of models with mode = "batch" or "hybrid", waits for the
/// answers and stores them, round after round, until nothing is left that could be handed over:
/// first what is to be generated, then what judges it. The run that follows finds it all in the
/// store. Returns the calls that it is not to make. Fault::cancelled where it was stopped: batches
/// go on at the provider, and the next run takes them over.
Async<Result<CallFailures>> run_batches(const Config& config, RunOptions options, Seams& seams);

/// run(), after its batches where there are to be any.
Async<Result<Summary>> run_with_batches(const Config& config, RunOptions options, Seams& seams);

}  // namespace judge
