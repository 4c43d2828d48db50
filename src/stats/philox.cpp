#include "stats/philox.hpp"

#include <algorithm>
#include <bit>

namespace judge {
namespace {

std::array<std::uint32_t, 2> halves(std::uint64_t x) {
  return {static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(x >> 32)};
}

}  // namespace

PhiloxStream::PhiloxStream(std::uint64_t seed, std::uint64_t stream)
    : seed_(halves(seed)), stream_(halves(stream)) {}

/// philox4x32() of consecutive counters, side by side; twice as many as the last time, because many
/// streams are short.
void PhiloxStream::refill() {
  const std::size_t blocks = std::clamp<std::size_t>(filled_ / 2, 1, most_blocks);
  std::array<std::array<std::uint32_t, most_blocks>, 4> c;
  for (std::size_t i = 0; i < blocks; ++i) {
    const auto block = halves(block_ + i);
    c[0][i] = block[0];
    c[1][i] = block[1];
    c[2][i] = stream_[0];
    c[3][i] = stream_[1];
  }
  PhiloxKey key = seed_;
  for (int round = 0; round < 10; ++round) {
    for (std::size_t i = 0; i < blocks; ++i) {
      const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0][i];
      const std::uint64_t b = std::uint64_t{0xCD9E8D57} * c[2][i];
      c[0][i] = static_cast<std::uint32_t>(b >> 32) ^ c[1][i] ^ key[0];
      c[1][i] = static_cast<std::uint32_t>(b);
      c[2][i] = static_cast<std::uint32_t>(a >> 32) ^ c[3][i] ^ key[1];
      c[3][i] = static_cast<std::uint32_t>(a);
    }
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  for (std::size_t i = 0; i < blocks; ++i)
    for (std::size_t k = 0; k < 4; ++k) words_[4 * i + k] = c[k][i];
  block_ += blocks;
  next_ = 0;
  filled_ = 4 * blocks;
}

std::uint32_t PhiloxStream::below(std::uint32_t bound) {
  std::uint64_t product = std::uint64_t{word()} * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t first_fair = (0 - bound) % bound;
    while (static_cast<std::uint32_t>(product) < first_fair)
      product = std::uint64_t{word()} * bound;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

std::uint64_t PhiloxStream::heads(std::uint64_t n) {
  std::uint64_t count = 0;
  for (; n >= 32; n -= 32) count += static_cast<std::uint64_t>(std::popcount(word()));
  if (n > 0) count += static_cast<std::uint64_t>(std::popcount(word() >> (32 - n)));
  return count;
}

}  // namespace judge
