#pragma once

#include <optional>
#include <string_view>

#include "config/section.hpp"

namespace judge {

/// "200ms", "0ms" or "lognormal:200ms,0.5" (median, sigma).
bool is_latency(std::string_view text);

/// Empty, or "500=0.01,reset=0.005": shares from 0 to 1, in sum too. Which names there are is the
/// mock server's to say.
bool are_faults(std::string_view text);

/// A number from 0 to 1; anything else is a problem of the config's.
std::optional<double> read_mock_share(Section& mock, std::string_view name);

}  // namespace judge
