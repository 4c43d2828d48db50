#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace judge {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011): 128 random bits as a pure function of
/// counter and key. base/random.hpp's mixer is shorter, but streams of neighbouring seeds are
/// stretches of one sequence there; statistics need many streams that have nothing in common.
constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

/// One of 2^64 streams under a seed, such as one a bootstrap replicate: what it gives depends on
/// seed, stream and place in it, so neither threads nor their order matter. Word i of it is word
/// i mod 4 of philox4x32({i/4, stream}, seed), each pair of words with the low half first.
class PhiloxStream {
 public:
  PhiloxStream(std::uint64_t seed, std::uint64_t stream);

  std::uint32_t word() {
    if (next_ == filled_) refill();
    return words_[next_++];
  }
  std::uint64_t bits() {
    const std::uint64_t low = word();
    return low | std::uint64_t{word()} << 32;
  }
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  /// Uniform in [0, bound), exactly (Lemire 2019); bound > 0.
  std::uint32_t below(std::uint32_t bound);
  /// How many of n fair coins show heads.
  std::uint64_t heads(std::uint64_t n);

 private:
  static constexpr std::size_t most_blocks = 32;  // made at once, side by side as vectors
  void refill();

  PhiloxKey seed_;
  std::array<std::uint32_t, 2> stream_;
  std::uint64_t block_ = 0;
  std::size_t next_ = 0;
  std::size_t filled_ = 0;
  std::array<std::uint32_t, 4 * most_blocks> words_;
};

}  // namespace judge
