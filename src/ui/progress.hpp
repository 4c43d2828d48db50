// ui: what a person sees while it runs.
#pragma once

#include <memory>
#include <string_view>

#include "run/progress.hpp"

namespace judge {

enum class ProgressStyle { automatic, bar, plain, json, none };

/// Writes to `descriptor` (2, standard error). `automatic` is a bar on a terminal, plain lines
/// elsewhere.
std::unique_ptr<Progress> make_progress(ProgressStyle style, int descriptor, bool color);

}  // namespace judge
