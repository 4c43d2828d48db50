#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "base/hash.hpp"

namespace judge {

/// Which digests have been seen, in 32 MiB whatever their number: a Bloom filter (Bloom 1970) with
/// four bits a digest, which are its own bits. Of a million digests it takes about one in twenty
/// million for seen though it is not, of ten million one in three thousand.
class Seen {
 public:
  /// False if it was there already.
  bool add(const Digest& digest) {
    bool is_new = false;
    for (std::size_t i = 0; i < places; ++i) {
      const auto [word, bit] = place(digest, i);
      is_new |= (words_[word] & bit) == 0;
      words_[word] |= bit;
    }
    return is_new;
  }

  bool has(const Digest& digest) const {
    for (std::size_t i = 0; i < places; ++i)
      if (const auto [word, bit] = place(digest, i); (words_[word] & bit) == 0) return false;
    return true;
  }

 private:
  static constexpr std::size_t places = 4;
  struct Place {
    std::size_t word;
    std::uint64_t bit;
  };
  Place place(const Digest& digest, std::size_t number) const {
    std::uint32_t bits = 0;
    std::memcpy(&bits, digest.data() + number * sizeof bits, sizeof bits);
    return {(bits >> 6) % words_.size(), std::uint64_t{1} << (bits & 63)};
  }

  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(std::size_t{1} << 22);
};

}  // namespace judge
