#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/mean.hpp"

namespace judge {

/// How many replicates, from which seed, for which level. 2,000 replicates put a 95% interval's
/// ends within about a tenth of a standard error.
struct BootstrapPlan {
  std::uint64_t replicates = 2000;
  std::uint64_t seed = 0;
  double level = 0.95;
};

struct BootstrapResult {
  double value = 0;           // of the data themselves
  double standard_error = 0;  // sd of the replicates
  Interval percentile;
  std::optional<Interval> bca;
  std::uint64_t replicates = 0;  // that had a value
  std::uint64_t undefined = 0;   // that had none and are left out; many of them spoil the interval
};

/// The p-quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan 1996); values
/// not empty, 0 ≤ p ≤ 1.
double sorted_quantile(std::span<const double> sorted, double p);

/// The quantiles of the replicates (Efron 1979). nullopt for none or level outside (0, 1).
std::optional<Interval> percentile_interval(std::span<const double> sorted, double level);

/// Bias-corrected and accelerated (Efron 1987): the quantiles Φ(z₀ + (z₀ + z_α)/(1 − a(z₀ + z_α))).
/// z₀ = Φ⁻¹(#{θ* < θ̂}/B), replicates equal to θ̂ counted half: they are many where a rate has few
/// values. a = Σ(θ̄ − θ₍ᵢ₎)³/(6(Σ(θ̄ − θ₍ᵢ₎)²)^{3/2}) of the jackknife's values, 0 where all are
/// equal. nullopt where all replicates lie on one side of θ̂, the jackknife has fewer than 2 values,
/// or a(z₀ + z_α) ≥ 1.
std::optional<Interval> bca_interval(std::span<const double> sorted, double value,
                                     std::span<const double> jackknife, double level);

/// All of it for replicates in any order, some of which may have no value. nullopt if fewer than 2
/// have one, or the value is not finite.
std::optional<BootstrapResult> bootstrap_result(double value,
                                                std::span<const std::optional<double>> replicates,
                                                std::span<const double> jackknife, double level);

}  // namespace judge
