#include "results/verdict_table.hpp"

#include <algorithm>

namespace judge {

std::uint32_t Names::add(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(names_.size());
  const auto added = numbers_.emplace(std::string(name), number).first;
  names_.push_back(&added->first);
  return number;
}

std::optional<std::uint32_t> Names::find(std::string_view name) const {
  const auto known = numbers_.find(name);
  if (known == numbers_.end()) return std::nullopt;
  return known->second;
}

std::uint32_t VerdictTable::absent() {
  return reasons.add("absent");
}

Column& VerdictTable::add_column(Column column) {
  column.cells.assign(lines.size(), Cell{.reason = absent()});
  return columns.emplace_back(std::move(column));
}

std::size_t VerdictTable::add_line(VerdictLine line) {
  lines.push_back(line);
  for (auto& column : columns) column.cells.push_back(Cell{.reason = absent()});
  return lines.size() - 1;
}

const Column* VerdictTable::column(std::string_view name, Column::Rater rater) const {
  const auto found = std::ranges::find_if(
      columns, [&](const Column& c) { return c.name == name && c.rater == rater; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace judge
