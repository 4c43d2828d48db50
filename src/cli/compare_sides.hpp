#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "analysis/compare_pairs.hpp"
#include "base/errors.hpp"

namespace judge {

/// A results file that was read.
struct Source {
  std::string path;
  VerdictTable table;
  std::optional<About> about;

  const About* about_it() const { return about ? &*about : nullptr; }
};

/// Contestants point into it.
using Sources = std::deque<Source>;

// What `judge compare` is told to compare; errors say what there is instead.

Result<Sources> read_sources(const std::vector<std::string>& files, const std::string& cluster);

/// The file's name where that tells it from the others, else the path as it was given.
std::string name_of(const Source& source, const Sources& sources);

/// One a file; of one file, one a model. `models` are those that count, all where it is empty.
Result<std::vector<Contestant>> contestants_of(const Sources& sources,
                                               const std::vector<std::string>& models);

/// Lines that both have; none is an error.
Result<SharedLines> lines_of(const Contestant& baseline, const Contestant& candidate);

/// Judges that both have, or the one that is wanted.
Result<std::vector<PairedJudge>> judges_of(const std::string& wanted, const Contestant& baseline,
                                           const Contestant& candidate);

}  // namespace judge
