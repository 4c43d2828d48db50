#pragma once

#include <memory>
#include <string>

#include "base/async.hpp"
#include "run/fallback.hpp"
#include "run/pipeline.hpp"
#include "run/record.hpp"

namespace judge {

/// What is to become one results line.
struct Unit {
  Sample sample;
  std::uint32_t epoch = 0;
  std::size_t candidate = 0;  // index into Pipeline::candidates()
  std::uint64_t place = 0;    // in Slots
  std::uint64_t rank = 0;     // who was let in before goes before, in every line
  std::uint64_t drawn = 0;    // its sample's place in the order of the run
  bool afresh = false;        // ask the judges again, whatever is stored
  std::string fingerprint;
};

/// A coin of the unit's own, for swap = "random": the same at every start, and no matter in which
/// order units run.
bool coin(const std::string& fingerprint);

/// The life of one unit: generate, turn by turn, find the other of a pair, judge by each [[judge]].
/// nullptr: the run was stopped first, and the unit stays pending (what was answered is in the
/// store). `unit` stays where it is until then.
Async<std::unique_ptr<Record>> run_unit(Unit&& unit, const Pipeline& pipeline, Clients& clients,
                                        Services& services);

}  // namespace judge
