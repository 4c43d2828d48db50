#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "run/progress.hpp"

namespace judge {

/// How fast a run goes now and how long the rest takes at that speed; nullopt where unknown.
struct Pace {
  std::optional<double> per_second;
  std::optional<std::chrono::milliseconds> left;
};

/// Samples a second over the last ten seconds of snapshots. What was found done at the start counts
/// for nothing, and neither does the time of stages that brought no result.
class PaceMeter {
 public:
  /// Takes the time from the snapshot; there is no clock here.
  void observe(const Snapshot& snapshot);
  Pace pace() const;

 private:
  struct Mark {
    std::chrono::milliseconds at;
    std::uint64_t fresh;  // done by this process
  };
  std::deque<Mark> marks_;  // at least 100 ms apart but for the last: a hundred or so
  std::string stage_;
  std::uint64_t remaining_ = 0;
};

}  // namespace judge
