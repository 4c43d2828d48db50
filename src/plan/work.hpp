#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace judge {

/// What is left to ask for one sample and epoch: the size in bytes of each request, 0 for one that
/// is answered, or never made. First those of generation, for each writer one a turn; then for each
/// candidate those of the judges that ask a model. WorkShape says where.
struct WorkUnit {
  std::uint64_t order = 0;
  std::vector<std::uint32_t> bytes;
  std::size_t turns = 1;
};

struct WorkShape {
  std::size_t writers = 0;  // models that generate: the candidates, then the other of each pair
  std::size_t candidates = 1;
  std::size_t parts = 0;  // calls of judges about each output

  std::size_t size(std::size_t turns) const { return writers * turns + candidates * parts; }
  static std::size_t writing(const WorkUnit& unit, std::size_t writer, std::size_t turn) {
    return writer * unit.turns + turn;
  }
  std::size_t judging(const WorkUnit& unit, std::size_t candidate, std::size_t part) const {
    return writers * unit.turns + candidate * parts + part;
  }
};

/// A uniform sample of the units that have calls left, so that a rehearsal of some of them stands
/// for all. Bounded memory (Vitter's algorithm R, 1985).
class WorkSample {
 public:
  static constexpr std::size_t most = 20'000;
  static constexpr std::size_t most_sizes = 8'000'000;  // a panel has many a unit

  void add(WorkUnit unit);
  std::uint64_t offered() const { return offered_; }

  /// In their order in the dataset, and only so many that they make at most `calls` calls (but one
  /// unit at least).
  std::vector<WorkUnit> units(std::uint64_t calls) const;

 private:
  std::vector<WorkUnit> kept_;
  std::size_t room_ = most;
  std::uint64_t offered_ = 0;
  Random random_{2};
};

std::uint64_t calls_of(const WorkUnit& unit);

}  // namespace judge
