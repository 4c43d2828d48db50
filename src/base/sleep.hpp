#pragma once

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"

namespace judge {

/// False if `stop` rose to `level` first. `executor` is the loop's.
Async<bool> sleep_until(Executor executor, Clock& clock, Time when, StopSignal& stop,
                        StopLevel level = StopLevel::drain);

}  // namespace judge
