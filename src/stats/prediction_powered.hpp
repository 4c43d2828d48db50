#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/estimated.hpp"

namespace judge {

/// A mean of human labels, sharpened by a judge's labels of many more samples.
struct PredictionPowered {
  Estimated mean;            // of what people would have said, over all samples
  Estimated human_only;      // from the human labels alone, for comparison
  double lambda = 0;         // how far the judge is relied on: 0 not at all, 1 in full
  std::uint64_t n = 0;       // human labels
  std::uint64_t judged = 0;  // N, samples with the judge's label only
};

/// Prediction-powered inference (Angelopoulos et al. 2023, Science 382), tuned for least variance
/// (PPI++, Angelopoulos, Duchi, Zrnic 2023): Y human and f judge labels on the same n samples, f on
/// N others of the same kind, drawn at random. λ = clip(cov_n(Y, f)/((1 + n/N)·var_{n+N}(f)), 0,
/// 1); θ = λ·mean f_N + mean(Y − λf)_n; SE² = λ²·var(f_N)/N + var(Y − λf)/n. Student's t with
/// Welch–Satterthwaite degrees of freedom in place of the paper's normal quantile, which is too
/// narrow for few labels; human_only has n − 1. A `lambda` in [0, 1] that is given is used as it is
/// (1 is the paper of 2023). nullopt for n < 2, N < 2, spans of different length, numbers that are
/// not finite.
std::optional<PredictionPowered> prediction_powered_mean(
    std::span<const double> human, std::span<const double> judge_same,
    const RunningMean& judge_others, double level, std::optional<double> lambda = std::nullopt);

}  // namespace judge
