#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "dataset/external_sort.hpp"

namespace judge::rows {

/// Puts samples in the order of their marks, one each, which are as good as random: all orders are
/// equally likely.
class RandomOrder {
 public:
  explicit RandomOrder(Files& files, std::size_t run_size = std::size_t{1} << 17)
      : by_mark_(files, run_size) {}

  /// Fault::disk.
  Result<> add(std::span<const std::uint64_t> marks, std::uint64_t place) {
    return by_mark_.add({marks.front(), place});
  }
  Result<> seal() { return by_mark_.seal(); }
  Result<std::optional<std::uint64_t>> next() {
    auto record = by_mark_.next();
    if (!record) return std::unexpected(std::move(record.error()));
    if (!*record) return std::nullopt;
    return (*record)->place;
  }

 private:
  struct Record {
    std::uint64_t mark = 0;
    std::uint64_t place = 0;
    auto operator<=>(const Record&) const = default;
  };
  ExternalSort<Record> by_mark_;
};

}  // namespace judge::rows
