#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "config/config.hpp"

namespace judge::rows {

/// Which rows of the file run: the first `limit`; of these n, `sample` chosen by Knuth's Algorithm
/// S (The Art of Computer Programming, volume 2, 3.4.2): every set of k is equally likely, the
/// order is the file's, and n must be known before.
class Selection {
 public:
  /// `rows`: n; of no account where sample is 0.
  Selection(const DatasetConfig& config, std::uint64_t seed, std::uint64_t rows)
      : limit_(config.limit),
        all_(config.sample == 0 || config.sample >= rows),
        wanted_(config.sample),
        left_(rows),
        random_(seed) {}

  /// No further row of the file is of interest.
  bool over() const { return (limit_ > 0 && seen_ >= limit_) || (!all_ && wanted_ == 0); }

  /// For the file's next row: does it run?
  bool take() {
    ++seen_;
    if (all_) return true;
    if (left_ == 0) return false;
    const bool chosen = random_.below(left_) < wanted_;
    --left_;
    if (chosen) --wanted_;
    return chosen;
  }

 private:
  std::uint64_t limit_;
  bool all_;
  std::uint64_t wanted_;
  std::uint64_t left_;
  std::uint64_t seen_ = 0;
  Random random_;
};

}  // namespace judge::rows
