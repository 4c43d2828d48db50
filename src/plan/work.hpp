#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace judge {

/// What is left to ask for one sample and epoch: the size in bytes of each request, 0 for one that
/// is answered. First those of generation, one a candidate; then for each candidate those of the
/// judges that ask a model.
struct WorkUnit {
  std::uint64_t order = 0;
  std::vector<std::uint32_t> bytes;
};

/// A uniform sample of the units that have calls left, so that a rehearsal of some of them stands
/// for all. Bounded memory (Vitter's algorithm R, 1985).
class WorkSample {
 public:
  static constexpr std::size_t most = 20'000;

  void add(WorkUnit unit);
  std::uint64_t offered() const { return offered_; }

  /// In their order in the dataset, and only so many that they make at most `calls` calls (but one
  /// unit at least).
  std::vector<WorkUnit> units(std::uint64_t calls) const;

 private:
  std::vector<WorkUnit> kept_;
  std::uint64_t offered_ = 0;
  Random random_{2};
};

std::uint64_t calls_of(const WorkUnit& unit);

}  // namespace judge
