#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/confidence_sequence.hpp"

namespace judge {

/// A mean seen through several confidence sequences at once, each after another half-width and with
/// its share of alpha: where nobody knows how small a difference may be, one of them is not far
/// off. What all of them leave over holds at all times with 1 − alpha.
class WatchedMean {
 public:
  /// `source.aim` is not asked; without aims there is one sequence for any time.
  WatchedMean(ConfidenceSequence::Source source, const std::vector<double>& aims);

  void add(std::optional<double> x);  // nullopt: a null
  std::uint64_t n() const { return sequences_.front().n(); }
  std::uint64_t nulls() const { return sequences_.front().nulls(); }
  std::optional<double> mean() const { return sequences_.front().mean(); }
  /// As of ConfidenceSequence; nullopt too where nothing is left over.
  std::optional<Interval> interval() const;

 private:
  std::vector<ConfidenceSequence> sequences_;
};

}  // namespace judge
