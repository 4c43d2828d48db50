#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace judge {

struct SignFlip {
  double p = 1;                    // two-sided
  bool exact = false;              // all sign patterns were tried
  std::uint64_t permutations = 0;  // patterns tried
};

/// The sign-flip permutation test of paired differences (Fisher 1935; Good 2005): under no
/// difference each one's sign is a fair coin. p is the share of sign patterns whose |sum| reaches
/// the one seen: all 2^m of them where m ≤ 16 differences are not 0, else `permutations` drawn at
/// random from `seed` with p = (1 + #)/(B + 1) (Phipson, Smyth 2010). For clustered samples pass
/// each cluster's sum. The order of the differences does not matter. nullopt for none, one that is
/// not finite, or permutations = 0.
std::optional<SignFlip> sign_flip_test(std::span<const double> differences,
                                       std::uint64_t permutations, std::uint64_t seed);

}  // namespace judge
