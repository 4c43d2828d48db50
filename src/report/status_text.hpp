#pragma once

#include <cstdint>
#include <string>

#include "run/summary.hpp"

namespace judge {

/// `judge status` for standard output: what is scored, unscored, failed and pending, what it has
/// cost, and what the store holds. Every text from outside is made printable.
std::string status_text(const Summary& summary, bool color, std::uint64_t store_replies,
                        std::uint64_t store_bytes, bool results_exist);

}  // namespace judge
