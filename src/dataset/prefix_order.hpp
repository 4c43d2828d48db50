#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "dataset/external_sort.hpp"

namespace judge::rows {

/// Puts samples whose prompts begin alike next to each other. A sample comes with its marks: one
/// for the first part of its prompt, one for a longer part of it, and so on, so that prompts with
/// equal first n marks begin alike. These are one group, in which those with equal first n + 1
/// marks are one group again. Every group stands where the first of its samples would, and what is
/// in no group together keeps its order.
///
/// How, in bounded memory: sorted by their marks, the members of every group follow each other.
/// Going through them forwards finds the first sample of each group by the time the group ends, and
/// going back from there, it is known for every sample of which groups' firsts it stands behind. By
/// these firsts, the largest group's before the smaller ones' within it, and then by themselves,
/// the samples are sorted again.
class PrefixOrder {
 public:
  /// More marks than these are of no account.
  static constexpr std::size_t most_marks = 21;

  explicit PrefixOrder(Files& files, std::size_t run_size = std::size_t{16} << 10)
      : files_(&files), by_marks_(files, run_size), by_firsts_(files, run_size) {}

  /// `place`: what is known of the sample; more than that of the one before. Fault::disk.
  Result<> add(std::span<const std::uint64_t> marks, std::uint64_t place);
  /// Once, after the last add(); then next() gives the places in order.
  Result<> seal();
  Result<std::optional<std::uint64_t>> next();

 private:
  struct Record {
    std::array<std::uint64_t, most_marks> key{};  // ends at the first 0
    std::uint64_t place = 0;
    auto operator<=>(const Record&) const = default;
  };
  /// A step of the way forwards.
  struct Step {
    Record record;
    std::array<std::uint64_t, most_marks> firsts{};  // so far, of the groups it is in
  };

  static std::size_t length(const Record& record);
  static std::size_t shared(const Record& one, const Record& other);
  Result<> go_forwards(ScratchFile& trail);
  Result<> go_back(ScratchFile& trail);
  Result<> add_by_firsts(const Record& record, std::span<const std::uint64_t> firsts);

  Files* files_;
  ExternalSort<Record> by_marks_;
  ExternalSort<Record> by_firsts_;
  bool any_marks_ = false;
};

}  // namespace judge::rows
