// What can be said only of the config as a whole.
#pragma once

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// Names the other of each pair where the config leaves it to us.
void settle_pairs(Section& root, Config& config);

/// Files that would overwrite each other; a budget that nothing can be counted against.
void check_whole(Section& root, const Config& config);

}  // namespace judge
