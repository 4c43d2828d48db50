#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace judge {

/// A score on its own scale, at most four significant digits: "7.214", "8", "72100".
std::string show_score(double value);

/// A share of 1 as "82.0 %".
std::string show_rate(double share);

/// "950 B", "12.3 kB", "1.24 GB": powers of 1000.
std::string show_bytes(std::uint64_t bytes);

}  // namespace judge
