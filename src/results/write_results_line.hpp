#pragma once

#include <string>

#include "base/clock.hpp"
#include "results/foreign_table.hpp"

namespace judge {

/// A line of a results file, with its newline.
std::string results_line(const ForeignVerdicts& verdicts, std::size_t line, WallTime when);

}  // namespace judge
