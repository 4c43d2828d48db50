#include "stats/confusion.hpp"

#include <cassert>

namespace judge {

Confusion::Confusion(std::size_t categories)
    : cells_(categories * categories), rows_(categories), columns_(categories) {}

Confusion::Confusion(std::size_t categories, std::span<const std::uint32_t> rows,
                     std::span<const std::uint32_t> columns)
    : Confusion(categories) {
  assert(rows.size() == columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) add(rows[i], columns[i]);
}

void Confusion::add(std::size_t row, std::size_t column, std::uint64_t count) {
  assert(row < categories() && column < categories());
  cells_[row * categories() + column] += count;
  rows_[row] += count;
  columns_[column] += count;
  total_ += count;
}

std::uint64_t Confusion::at(std::size_t row, std::size_t column) const {
  return cells_[row * categories() + column];
}

}  // namespace judge
