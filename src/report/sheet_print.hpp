#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "report/sheet_render.hpp"

namespace judge {

// What the commands that print sheets have in common: --format table|json|csv|markdown.

std::string sheets_as(const std::string& format, std::span<const Sheet> sheets,
                      const TextStyle& style);

/// "metrics: One verdict has no interval.\n", a line a remark: for standard error beside CSV, which
/// has no place for them.
std::string sheet_remarks(std::span<const Sheet> sheets);

/// Columns of the terminal behind `descriptor`; 0 where it is none.
std::size_t terminal_width(int descriptor);

}  // namespace judge
