#pragma once

#include <filesystem>
#include <string>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "run/early_stop.hpp"

namespace judge {

/// By sample id, the mean of what `judge` gave it in a results file. Fault::config where it gave
/// none.
Result<EarlyStop::Scores> mean_scores(Files& files, const std::filesystem::path& results,
                                      const std::string& judge);

}  // namespace judge
