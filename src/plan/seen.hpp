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
    for (std::size_t i = 0; i < 4; ++i) {
      std::uint32_t bits = 0;
      std::memcpy(&bits, digest.data() + i * sizeof bits, sizeof bits);
      auto& word = words_[(bits >> 6) % words_.size()];
      const auto bit = std::uint64_t{1} << (bits & 63);
      is_new |= (word & bit) == 0;
      word |= bit;
    }
    return is_new;
  }

 private:
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(std::size_t{1} << 22);
};

}  // namespace judge
