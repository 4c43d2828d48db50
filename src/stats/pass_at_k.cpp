#include "stats/pass_at_k.hpp"

namespace judge {
namespace {

/// C(m, k)/C(n, k) for m ≤ n, as a product that neither overflows nor cancels.
double ratio_of_choices(std::uint64_t m, std::uint64_t n, std::uint64_t k) {
  if (m < k) return 0;
  // C(m, k)/C(n, k) = C(n−k, n−m)/C(n, n−m): the shorter of the two products.
  const bool by_k = k <= n - m;
  const std::uint64_t terms = by_k ? k : n - m;
  const std::uint64_t top = by_k ? m : n - k;
  double ratio = 1;
  for (std::uint64_t i = 0; i < terms; ++i)
    ratio *= static_cast<double>(top - i) / static_cast<double>(n - i);
  return ratio;
}

}  // namespace

std::optional<double> pass_at_k(std::uint64_t n, std::uint64_t c, std::uint64_t k) {
  if (k == 0 || k > n || c > n) return std::nullopt;
  return 1 - ratio_of_choices(n - c, n, k);
}

std::optional<double> pass_hat_k(std::uint64_t n, std::uint64_t c, std::uint64_t k) {
  if (k == 0 || k > n || c > n) return std::nullopt;
  return ratio_of_choices(c, n, k);
}

}  // namespace judge
