#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "dataset/external_sort.hpp"

namespace judge::rows {

/// Two rows (counted from 0) with the same id.
struct Duplicate {
  std::uint64_t first = 0;
  std::uint64_t again = 0;
};

/// Equal ids among any number of them in bounded memory, by sorting (hash, row). The hash is the
/// first 128 bits of SHA-256: among 2^40 ids the chance that any two different ones agree in it is
/// below 2^-48, so equal hashes are taken for equal ids.
class DuplicateFinder {
 public:
  explicit DuplicateFinder(Files& files, std::size_t run_size = std::size_t{64} << 10)
      : sorted_(files, run_size) {}

  /// Fault::disk where the temporary file cannot be written.
  Result<> add(std::string_view id, std::uint64_t row);

  /// At most `most` of them, those that stand first in the file. To be called once.
  Result<std::vector<Duplicate>> finish(std::size_t most);

 private:
  struct Record {
    std::uint64_t high, low, row;
    auto operator<=>(const Record&) const = default;
  };
  class Collector;

  ExternalSort<Record> sorted_;
};

}  // namespace judge::rows
