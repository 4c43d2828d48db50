#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/bootstrap_interval.hpp"

namespace judge {

/// How far apart two ratings are: nominal, whether they differ; ordinal, by the ranks between them;
/// interval, by the squared difference.
enum class AlphaMetric { nominal, ordinal, interval };

struct Alpha {
  double alpha = 0;           // 1 is agreement, 0 chance, below it systematic disagreement
  double observed = 0;        // D_o
  double expected = 0;        // D_e
  std::uint64_t units = 0;    // with at least 2 ratings
  std::uint64_t ratings = 0;  // in them
};

/// Krippendorff's α = 1 − D_o/D_e (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability")
/// for any number of raters and missing ratings. A unit is one thing rated, given by the ratings it
/// has; units with fewer than 2 count for nothing. Its coincidence matrix is never built: nominal
/// distances need counts, and ordinal ones are interval distances between mid-ranks.
class RatedUnits {
 public:
  explicit RatedUnits(std::span<const std::vector<double>> units);

  /// Units with at least 2 ratings; what weights and clusters below refer to.
  std::size_t size() const { return starts_.size() - 1; }

  /// nullopt without variation (all ratings equal, or no unit): agreement is undefined there. Also
  /// if a rating is not finite.
  std::optional<Alpha> alpha(AlphaMetric metric) const;
  /// With unit u counted weights[u] times.
  std::optional<Alpha> alpha(AlphaMetric metric, std::span<const std::uint32_t> weights) const;
  /// Bootstrap over units.
  std::optional<BootstrapResult> interval(AlphaMetric metric, const BootstrapPlan& plan) const;

 private:
  std::vector<double> positions(AlphaMetric metric, std::span<const double> counts) const;

  std::vector<double> values_;          // the different ratings, ascending
  std::vector<std::uint32_t> ratings_;  // places in values_, unit by unit, ascending within one
  std::vector<std::size_t> starts_{0};  // where each unit's begin; one more entry
  bool finite_ = true;
};

}  // namespace judge
