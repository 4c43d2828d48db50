#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "run/progress.hpp"
#include "ui/pace.hpp"

namespace judge {

/// A line for the terminal: `columns` is what it takes there, colour codes left out.
struct BarLine {
  std::string text;
  std::size_t columns = 0;
};

/// The bar as one or two lines of at most `columns` columns (at least 1): the less important parts
/// go as it narrows. One line, the stage, while the total is unknown.
std::vector<BarLine> bar_lines(const Snapshot& snapshot, const Pace& pace, std::size_t columns,
                               bool color);

}  // namespace judge
