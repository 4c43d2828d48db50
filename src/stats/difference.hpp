#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/clusters.hpp"
#include "stats/estimated.hpp"

namespace judge {

/// A difference of two means, first minus second.
struct Difference {
  Estimated difference;
  double df = 0;  // of Student's t
  /// Two-sided, of no difference. 1 where it is exactly 0 without error; absent where it is not 0
  /// and has no error (all differences equal): a t test cannot tell how sure that is.
  std::optional<double> p;
  std::uint64_t n = 0;  // pairs, or values of both sides
  double sd = 0;        // of one pair's difference; unpaired √(sd_A² + sd_B²)
};

/// Pairs a[i], b[i] of the same sample (Student 1908). nullopt for fewer than 2 pairs, spans of
/// different length, numbers that are not finite.
std::optional<Difference> paired_difference(std::span<const double> a, std::span<const double> b,
                                            double level);

/// The same where samples belong to clusters (clusters.hpp): the standard error is clustered, df
/// one less than there are clusters. nullopt for fewer than 2 clusters besides.
std::optional<Difference> paired_difference(std::span<const double> a, std::span<const double> b,
                                            std::span<const std::uint32_t> clusters, double level);

/// Two independent sets of values (Welch 1947). nullopt if either has fewer than 2.
std::optional<Difference> unpaired_difference(const RunningMean& a, const RunningMean& b,
                                              double level);

/// The error of a sum or difference of two independent means, each a variance over n values, with
/// the degrees of freedom of Welch and Satterthwaite (1946).
struct Variance {
  double variance = 0;
  std::uint64_t n = 0;  // ≥ 2
};
struct CombinedError {
  double standard_error = 0;
  double df = 0;
};
CombinedError sum_of_means(const Variance& a, const Variance& b);

}  // namespace judge
