#pragma once

#include <cstdint>
#include <optional>

namespace judge {

/// The design of a comparison of two means: how many samples, and what they can show. `alpha` is
/// two-sided, such as 0.05, `power` such as 0.8, `variance` that of one sample's difference: the
/// squared sd of paired differences, or sd_A² + sd_B² for n unpaired samples a side. Normal
/// quantiles, without the far tail (Miller 2024, "Adding Error Bars to Evals", section 5; Cohen
/// 1988). nullopt for alpha or power outside (0, 1), a negative variance, n = 0 or no difference.

/// One side's variance over epochs, and how many epochs it is averaged over.
struct EpochNoise {
  double within = 0;  // σ²
  double epochs = 1;  // K
};

/// The variance of a paired difference of means over epochs: ω² + σ_A²/K_A + σ_B²/K_B, with ω² the
/// variance, between samples, of the difference of their expected scores.
double paired_variance(double between, EpochNoise a, EpochNoise b);

/// n = ⌈(z_{α/2} + z_β)² · variance/δ²⌉, at least 1.
std::optional<std::uint64_t> samples_needed(double difference, double variance, double alpha,
                                            double power);

/// The smallest difference that n samples show with that power: (z_{α/2} + z_β) · √(variance/n).
std::optional<double> detectable_difference(std::uint64_t n, double variance, double alpha,
                                            double power);

/// The power of n samples for a difference: Φ(|δ|·√(n/variance) − z_{α/2}); variance > 0.
std::optional<double> power_to_detect(double difference, std::uint64_t n, double variance,
                                      double alpha);

}  // namespace judge
