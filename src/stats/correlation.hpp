#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/mean.hpp"

namespace judge {

/// Correlations of pairs (x[i], y[i]), −1 to 1. All are nullopt for fewer than 2 pairs, spans of
/// different length, a side without variation, or numbers that are not finite.

/// The product-moment correlation (Pearson 1895).
std::optional<double> pearson(std::span<const double> x, std::span<const double> y);

/// Pearson's of the mid-ranks (Spearman 1904; tied values share the mean of their ranks).
std::optional<double> spearman(std::span<const double> x, std::span<const double> y);

/// τ-b (Kendall 1945), in O(n log n) (Knight 1966): (concordant − discordant pairs)/
/// √(pairs not tied in x · pairs not tied in y).
std::optional<double> kendall(std::span<const double> x, std::span<const double> y);

/// Ranks from 1, tied values sharing their mean; values are not NaN.
std::vector<double> mid_ranks(std::span<const double> values);

/// Intervals by atanh(r) ± z·SE (Fisher 1921), SE² = 1/(n − 3) for Pearson's, (1 + r²/2)/(n − 3)
/// for Spearman's (Bonett, Wright 2000) and 0.437/(n − 4) for Kendall's (Fieller, Hartley, Pearson
/// 1957). r = ±1 has an interval without width. nullopt for n < 4, for Kendall's n < 5, or |r| > 1.
std::optional<Interval> pearson_interval(double r, std::uint64_t n, double level);
std::optional<Interval> spearman_interval(double r, std::uint64_t n, double level);
std::optional<Interval> kendall_interval(double tau, std::uint64_t n, double level);

}  // namespace judge
