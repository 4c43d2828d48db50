#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// Dotted paths into a results line, "metadata.topic"; what the line itself has not is looked for
/// in its metadata, so that "topic" does too. Those that no line has are Fault::usage.
struct ReadOptions {
  std::vector<std::string> by;  // groups; the values of several are joined by " / "
  std::string cluster;          // in place of the line's own "cluster"
  std::string human;            // a person's verdict for the first judge, beside the line's "human"
};

/// Reads a results file, line by line; texts are not kept, only how long they are. Scales come from
/// the about file beside it, else from the verdicts, and a remark says so. The columns are the
/// judges', in the file's order; then, of judges that made more than one call a line, a column a
/// call, and of rubrics one a criterion; then people's.
/// Two lines of one sample, epoch and model: the last counts. A torn last line is left out. Both
/// leave a remark. Fault::dataset names file and line where a line is no results line, or says that
/// the file is missing. A pair whose b has no model name has VerdictLine::against = no_name.
Result<VerdictTable> read_results(const std::filesystem::path& path, const ReadOptions& options,
                                  Files& files = posix_files());

}  // namespace judge
