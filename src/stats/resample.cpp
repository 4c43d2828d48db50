#include "stats/resample.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

namespace judge {
namespace {

constexpr int block_bits = 10;  // 1,024 clusters of 16 bytes lie in the nearest cache

bool same(const ClusterSum& a, const ClusterSum& b) {
  return a.sum == b.sum && a.n == b.n;
}

/// Those with values, the same ones side by side.
std::vector<ClusterSum> sorted(std::span<const ClusterSum> clusters) {
  std::vector<ClusterSum> result(clusters.begin(), clusters.end());
  std::erase_if(result, [](const ClusterSum& cluster) { return cluster.n == 0; });
  std::ranges::sort(result, [](const ClusterSum& a, const ClusterSum& b) {
    return std::tie(a.sum, a.n) < std::tie(b.sum, b.n);
  });
  return result;
}

}  // namespace

void draw_weights(std::uint64_t seed, std::uint64_t replicate, std::span<std::uint32_t> weights) {
  std::ranges::fill(weights, 0);
  PhiloxStream random(seed, replicate);
  const auto count = static_cast<std::uint32_t>(weights.size());
  for (std::uint32_t i = 0; i < count; ++i) ++weights[random.below(count)];
}

std::uint64_t draw_binomial(PhiloxStream& random, std::uint64_t n, std::uint64_t numerator,
                            std::uint64_t denominator) {
  if (numerator == denominator) return n;
  std::uint64_t successes = 0;
  // A trial's number begins with the digits of p so far: it is below p if its next digit is 0 and
  // p's is 1, above if the other way round, and undecided else.
  while (n > 0 && numerator > 0) {
    numerator *= 2;
    const std::uint64_t ones = random.heads(n);
    if (numerator >= denominator) {
      numerator -= denominator;
      successes += n - ones;
      n = ones;
    } else {
      n -= ones;
    }
  }
  return successes;
}

MeanResampler::MeanResampler(std::span<const ClusterSum> clusters) {
  auto all = sorted(clusters);
  clusters_ = all.size();
  std::size_t different = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i == 0 || !same(all[i], all[i - 1])) ++different;
  const bool once_each = different <= all.size() / 64;
  if (!once_each) block_ = std::size_t{1} << block_bits;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (once_each && i > 0 && same(all[i], all[i - 1])) continue;
    items_.push_back({all[i].sum, static_cast<double>(all[i].n)});
    before_.push_back(i);
  }
  before_.push_back(all.size());
}

double MeanResampler::mean() const {
  Total total;
  for (std::size_t i = 0; i < items_.size(); ++i) add(i, before_[i + 1] - before_[i], total);
  return total.sum / total.n;
}

double MeanResampler::replicate(std::uint64_t seed, std::uint64_t number) const {
  PhiloxStream random(seed, number);
  Total total;
  draw(random, 0, items_.size(), clusters_, total);
  return total.sum / total.n;
}

void MeanResampler::draw(PhiloxStream& random, std::size_t first, std::size_t size,
                         std::uint64_t draws, Total& total) const {
  if (draws == 0) return;
  if (size == 1) return add(first, draws, total);
  if (size <= block_) return draw_block(random, first, size, draws, total);
  // A power of two to the left, so that below it all halves are equal and cost one bit a draw.
  const std::size_t left = std::bit_ceil(size) / 2;
  const std::uint64_t to_left = draw_binomial(random, draws, before_[first + left] - before_[first],
                                              before_[first + size] - before_[first]);
  draw(random, first, left, to_left, total);
  draw(random, first + left, size - left, draws - to_left, total);
}

void MeanResampler::draw_block(PhiloxStream& random, std::size_t first, std::size_t size,
                               std::uint64_t draws, Total& total) const {
  const auto block = std::span(items_).subspan(first, size);
  Total a, b, c;  // three sums, so that one addition need not await the last
  const auto count = [&](Total& into, std::uint32_t place) {
    into.sum += block[place].sum;
    into.n += block[place].n;
  };
  if (size == block_) {
    const auto mask = static_cast<std::uint32_t>(size - 1);
    for (; draws >= 3; draws -= 3) {  // three places in one word
      const std::uint32_t word = random.word();
      count(a, word & mask);
      count(b, word >> block_bits & mask);
      count(c, word >> 2 * block_bits & mask);
    }
  }
  for (; draws > 0; --draws) count(a, random.below(static_cast<std::uint32_t>(size)));
  total.sum += a.sum + b.sum + c.sum;
  total.n += a.n + b.n + c.n;
}

void MeanResampler::add(std::size_t item, std::uint64_t times, Total& total) const {
  const auto weight = static_cast<double>(times);
  total.sum += weight * items_[item].sum;
  total.n += weight * items_[item].n;
}

}  // namespace judge
