#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/mean.hpp"

namespace judge {

/// How much of the spread lies between samples, and how much between a sample's repeats.
struct EpochVariance {
  std::uint64_t samples = 0;  // with at least one value
  std::uint64_t values = 0;
  double epochs = 0;          // values a sample; an average (Searle's n₀) where they differ
  double between = 0;         // σ_b², never below 0
  double within = 0;          // σ_w²
  std::optional<double> icc;  // σ_b²/(σ_b² + σ_w²); absent where all values are equal

  /// Of the mean over n samples with K epochs each: √((σ_b² + σ_w²/K)/n); n, K > 0.
  double standard_error(double n, double k) const;
};

/// One-way random effects by analysis of variance: σ_w² = MSW, σ_b² = (MSB − MSW)/K, a negative one
/// counted as 0; ICC(1) of Shrout and Fleiss (1979). Samples may have different numbers of values
/// (verdicts that could not be had): K is then n₀ = (N − ΣK_i²/N)/(n − 1) (Searle 1971). One entry
/// a sample, over its epochs. nullopt for fewer than 2 samples or where none has 2 values.
std::optional<EpochVariance> epoch_variance(std::span<const RunningMean> samples);

}  // namespace judge
