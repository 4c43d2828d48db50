#pragma once

#include <cstdint>
#include <string>

#include "run/progress.hpp"

namespace judge {

/// "412/s", "41.3/s", "0.25/s".
std::string show_per_second(double rate);

/// Share done with one digit, rounded down so that 100.0 % means all; `total` > 0.
std::string show_percent(std::uint64_t done, std::uint64_t total);

/// Four digits at most and always as many for a magnitude, so that a redrawn mean does not jump:
/// "0.721", "7.210", "72.10".
std::string show_steady(double value);

/// "950", "12.3k", "1.24M".
std::string show_short(std::int64_t count);

/// "$0.41"; "at least $0.41" where some answers have no known cost; "cost unknown" where none has;
/// empty where nothing has been asked.
std::string show_cost(const Snapshot& snapshot);

}  // namespace judge
