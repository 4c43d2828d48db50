#pragma once

#include <algorithm>

#include "results/verdict_table.hpp"

namespace judge::test {

/// Every number of a name has one, every column a cell a line, every cell a score, a reason or, of
/// people whose labels have no values, a label.
inline bool sound(const VerdictTable& table) {
  const auto named = [](std::uint32_t number, const Names& names, bool optional = true) {
    return number < names.size() || (optional && number == no_name);
  };
  const auto sound_line = [&](const VerdictLine& line) {
    return named(line.id, table.ids, false) && named(line.model, table.models, false) &&
           named(line.against, table.models) && named(line.cluster, table.clusters) &&
           named(line.group, table.groups);
  };
  const auto sound_cell = [&](const Cell& cell) {
    return cell.scored()
               ? std::isfinite(cell.score) && named(cell.label, table.labels)
               : named(cell.reason, table.reasons, false) || named(cell.label, table.labels, false);
  };
  return std::ranges::all_of(table.lines, sound_line) &&
         std::ranges::all_of(table.columns, [&](const Column& column) {
           return column.cells.size() == table.lines.size() &&
                  std::ranges::all_of(column.cells, sound_cell);
         });
}

}  // namespace judge::test
