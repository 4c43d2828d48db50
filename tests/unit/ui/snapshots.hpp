#pragma once

#include "run/progress.hpp"

namespace judge::test {

/// A run in its middle, everything being known and something of everything having happened.
inline Snapshot busy() {
  using namespace std::chrono_literals;
  return {.stage = "running",
          .elapsed = 30s,
          .total = 20'000,
          .done = 1'240,
          .scored = 1'200,
          .unscored = 30,
          .failed = 10,
          .in_flight = 64,
          .limit = 64,
          .retries = 3,
          .rate_limited = 12,
          .mean = 7.2104,
          .input_tokens = 1'240'000,
          .output_tokens = 34'000,
          .cached_input_tokens = 620'000,
          .cost_usd = 0.41};
}

/// The same without what went wrong.
inline Snapshot calm() {
  auto snapshot = busy();
  snapshot.scored = snapshot.done;
  snapshot.unscored = snapshot.failed = snapshot.retries = snapshot.rate_limited = 0;
  return snapshot;
}

/// Before the total is known.
inline Snapshot stage_only(std::string_view stage, std::chrono::milliseconds elapsed = {}) {
  Snapshot snapshot;
  snapshot.stage = stage;
  snapshot.elapsed = elapsed;
  return snapshot;
}

}  // namespace judge::test
