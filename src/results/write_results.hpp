#pragma once

#include <filesystem>

#include "base/clock.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "results/foreign_table.hpp"

namespace judge {

/// Writes somebody else's verdicts as a results file of judge's own, and what they are about beside
/// it (about.hpp; left out where a judge's scale is not known). Made 0600, by a new file renamed.
/// What nobody told is null. `when` stands as every line's finished_at. Fault::usage where the file
/// exists, no column is a judge's, or labels have no values.
Result<> write_results(Files& files, const std::filesystem::path& path,
                       const ForeignVerdicts& verdicts, WallTime when);

}  // namespace judge
