#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace judge {

/// One request, as the provider saw it.
struct SimArrival {
  Time at{};
  Time ended{};              // when its reply, or its failure, reached the caller
  std::uint32_t key = 0;     // of SimBooks::keys
  std::uint32_t sample = 0;  // which body: 0, 1, … in the order of their first arrivals
  int status = 0;            // HTTP; 0: no reply came
  double tokens = 0;         // counted against the key's limit
  bool counted = false;      // it was admitted, so it took of the key's limits
};

struct SimKeyBook {
  std::string key;
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;
  std::uint64_t rate_limited = 0;
  std::size_t in_flight = 0;
  std::size_t peak_in_flight = 0;
};

/// What a provider can testify to. Promises and properties are checked against it.
struct SimBooks {
  Time started{};
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;  // 200 with a completion that reached the caller
  std::uint64_t rate_limited = 0;
  std::uint64_t format_refused = 0;
  std::size_t in_flight = 0;
  std::size_t peak_in_flight = 0;
  std::map<std::string, std::uint64_t> answers;  // by request body
  std::vector<SimKeyBook> keys;                  // in the order of their first requests
  std::vector<SimArrival> arrivals;              // by time
};

}  // namespace judge
