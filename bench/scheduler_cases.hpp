// bench: the scheduler's figures, of whole runs in virtual time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "sim/behaviour.hpp"
#include "support/world.hpp"

namespace judge::bench {

/// What a case has to reach; what is not set is only shown.
struct Target {
  std::optional<double> ratio;      // makespan over the ideal and one latency
  std::optional<double> share_429;  // of the requests
  std::optional<std::uint64_t> count_429;
};

/// A figure of one kind of case only, and the most it may be.
struct Extra {
  std::string name;
  double value = 0;
  double most = 0;
};

struct Case {
  std::string name;
  std::size_t rows = 1500;
  SimBehaviour server;
  std::function<void(ModelConfig&)> client;
  Target target;
  std::optional<double> ideal_seconds;  // default: what the limits allow a client that sees them
  double granted_seconds = 0;           // an outage and what it takes to notice its end
  std::function<std::vector<Extra>(const SimBooks&)> extras;
};

std::vector<Case> scheduler_cases();

/// When the last of `rows` requests of `tokens` each can be admitted, in seconds from the start, by
/// the limits of `keys` alone.
double ideal_seconds(const SimBehaviour& server, const std::vector<std::string>& keys,
                     std::size_t rows, double tokens);

}  // namespace judge::bench
