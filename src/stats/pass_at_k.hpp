#pragma once

#include <cstdint>
#include <optional>

namespace judge {

/// Of n attempts at one sample c passed. Both are 0 ≤ p ≤ 1, and nullopt for k = 0, n < k or c > n;
/// a dataset's figure is their mean over its samples.

/// P(at least one of k passes) = 1 − C(n−c, k)/C(n, k), unbiased (Chen et al. 2021, "Evaluating
/// Large Language Models Trained on Code").
std::optional<double> pass_at_k(std::uint64_t n, std::uint64_t c, std::uint64_t k);

/// P(all of k pass), "pass^k" = C(c, k)/C(n, k), unbiased (Yao et al. 2024, "τ-bench").
std::optional<double> pass_hat_k(std::uint64_t n, std::uint64_t c, std::uint64_t k);

}  // namespace judge
