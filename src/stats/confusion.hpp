#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace judge {

/// How often each pair of categories came together: rows are the first rater or the truth, columns
/// the second rater or the judge. Categories are numbered 0 to categories() − 1, in their order
/// where they have one.
class Confusion {
 public:
  explicit Confusion(std::size_t categories);
  /// Of labels pair by pair; the spans have the same length, each label is below `categories`.
  Confusion(std::size_t categories, std::span<const std::uint32_t> rows,
            std::span<const std::uint32_t> columns);

  void add(std::size_t row, std::size_t column, std::uint64_t count = 1);

  std::size_t categories() const { return rows_.size(); }
  std::uint64_t at(std::size_t row, std::size_t column) const;
  std::uint64_t row(std::size_t i) const { return rows_[i]; }        // its sum
  std::uint64_t column(std::size_t i) const { return columns_[i]; }  // its sum
  std::uint64_t total() const { return total_; }

 private:
  std::vector<std::uint64_t> cells_, rows_, columns_;
  std::uint64_t total_ = 0;
};

}  // namespace judge
