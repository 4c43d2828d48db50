#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace judge {

/// Says of most keys that were never added that they were not: a Bloom filter over the first eight
/// bytes of keys, all bits of a key in one cache line (F. Putze, P. Sanders and J. Singler,
/// "Cache-, hash- and space-efficient Bloom filters", 2009). Of one size, so that memory does not
/// grow with the store: of the unknown keys it lets pass 2 % with 1,000,000 known ones and most
/// from some 4,000,000 on, which then cost what they would without it. Thread-safe.
class KeyFilter {
 public:
  void add(std::uint64_t key) {
    for (unsigned i = 0; i < probes; ++i)
      word(key, i).fetch_or(mask(key, i), std::memory_order_relaxed);
  }

  /// From now on what was not added is known to be absent.
  void complete() { complete_.store(true, std::memory_order_release); }

  /// False: it was not added. Always true before complete().
  bool may_have(std::uint64_t key) const {
    if (!complete_.load(std::memory_order_acquire)) return true;
    for (unsigned i = 0; i < probes; ++i)
      if ((word(key, i).load(std::memory_order_relaxed) & mask(key, i)) == 0) return false;
    return true;
  }

 private:
  using Word = std::atomic<std::uint64_t>;
  static constexpr unsigned word_bits = 64;
  static constexpr unsigned line_bits = 512;
  static constexpr unsigned lines_log2 = 14;  // 1 MiB in all
  static constexpr unsigned probes = 5;
  struct alignas(line_bits / 8) Line {
    std::array<Word, line_bits / word_bits> words{};
  };

  // Keys are digests: each part of one is as good as a hash function of its own.
  static unsigned bit(std::uint64_t key, unsigned i) {
    constexpr unsigned bit_log2 = 9;
    return static_cast<unsigned>(key >> (lines_log2 + i * bit_log2)) % line_bits;
  }
  static std::uint64_t mask(std::uint64_t key, unsigned i) {
    return std::uint64_t{1} << (bit(key, i) % word_bits);
  }
  Word& word(std::uint64_t key, unsigned i) const {
    return lines_[key % (1U << lines_log2)].words[bit(key, i) / word_bits];
  }

  std::unique_ptr<Line[]> lines_ = std::make_unique<Line[]>(std::size_t{1} << lines_log2);
  std::atomic<bool> complete_ = false;
};

}  // namespace judge
