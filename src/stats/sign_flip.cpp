#include "stats/sign_flip.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "stats/estimated.hpp"
#include "stats/philox.hpp"

namespace judge {
namespace {

constexpr std::size_t most_exact = 16;

/// Differences of one size; verdicts have few sizes, and the sum of k coins is one count of heads.
struct Same {
  double size = 0;
  std::uint64_t count = 0;
};

std::vector<Same> by_size(std::span<const double> sizes) {
  std::vector<Same> result;
  for (const double size : sizes) {
    if (result.empty() || result.back().size != size) result.push_back({size, 0});
    ++result.back().count;
  }
  return result;
}

double drawn_sum(std::span<const Same> sizes, PhiloxStream& random) {
  double sum = 0;
  std::uint32_t coins = 0;
  unsigned left = 0;
  for (const auto& [size, count] : sizes) {
    if (count > 1) {
      const auto heads = static_cast<double>(random.heads(count));
      sum += size * (2 * heads - static_cast<double>(count));
      continue;
    }
    if (left == 0) {
      coins = random.word();
      left = 32;
    }
    sum += (coins & 1u) != 0 ? size : -size;
    coins >>= 1;
    --left;
  }
  return sum;
}

/// Patterns, of all 2^m, whose |sum| is at least `least`; each differs from the last in one sign.
std::uint64_t count_reaching(std::vector<double> signed_sizes, double least) {
  double sum = 0;
  for (const double size : signed_sizes) sum += size;
  std::uint64_t reaching = std::abs(sum) >= least ? 1 : 0;
  const std::uint64_t patterns = std::uint64_t{1} << signed_sizes.size();
  for (std::uint64_t i = 1; i < patterns; ++i) {
    double& flipped = signed_sizes[static_cast<std::size_t>(std::countr_zero(i))];
    flipped = -flipped;
    sum += 2 * flipped;
    if (std::abs(sum) >= least) ++reaching;
  }
  return reaching;
}

}  // namespace

std::optional<SignFlip> sign_flip_test(std::span<const double> differences,
                                       std::uint64_t permutations, std::uint64_t seed) {
  if (differences.empty() || permutations == 0 || !all_finite(differences)) return std::nullopt;
  std::vector<double> sizes;
  double seen = 0, total = 0;
  for (const double difference : differences) {
    if (difference != 0) sizes.push_back(std::abs(difference));
    seen += difference;
    total += std::abs(difference);
  }
  if (!std::isfinite(total)) return std::nullopt;
  std::ranges::sort(sizes);
  // Sums that are equal but for rounding are equal.
  const double least = std::abs(seen) - 1e-12 * total;
  if (sizes.size() <= most_exact) {
    const std::uint64_t patterns = std::uint64_t{1} << sizes.size();
    const std::uint64_t reaching = count_reaching(std::move(sizes), least);
    return SignFlip{static_cast<double>(reaching) / static_cast<double>(patterns), true, patterns};
  }
  const auto groups = by_size(sizes);
  std::uint64_t reaching = 0;
  for (std::uint64_t b = 0; b < permutations; ++b) {
    PhiloxStream random(seed, b);
    if (std::abs(drawn_sum(groups, random)) >= least) ++reaching;
  }
  return SignFlip{static_cast<double>(1 + reaching) / static_cast<double>(permutations + 1), false,
                  permutations};
}

}  // namespace judge
