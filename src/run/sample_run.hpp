#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "run/client.hpp"
#include "run/pipeline.hpp"
#include "run/record.hpp"

namespace judge {

using Clients = std::map<std::string, std::unique_ptr<ModelClient>>;

/// What is to become one results line.
struct Unit {
  Sample sample;
  std::uint32_t epoch = 0;
  std::size_t candidate = 0;  // index into Pipeline::candidates()
  std::uint64_t place = 0;    // in Slots
  bool afresh = false;        // ask the judges again, whatever is stored
  std::string fingerprint;
};

/// The life of one unit: generate, judge by each [[judge]] in turn. nullopt: the run was stopped
/// first, and the unit stays pending (what was answered is in the store).
Async<std::optional<Record>> run_unit(Unit unit, const Pipeline& pipeline, Clients& clients,
                                      const Clock& clock);

}  // namespace judge
