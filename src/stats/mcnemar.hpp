#pragma once

#include <cstdint>
#include <span>

namespace judge {

/// Samples on which two runs' yes/no verdicts differ; those on which they agree say nothing about a
/// difference.
struct Discordant {
  std::uint64_t only_first = 0;   // b
  std::uint64_t only_second = 0;  // c
  std::uint64_t total() const { return only_first + only_second; }
};

/// Counted from values of which each is 0 (no) or not (yes); the spans have the same length.
Discordant discordant(std::span<const double> first, std::span<const double> second);

/// McNemar's test (1947) in its exact form, two-sided: 2·P(Binomial(b + c, ½) ≤ min(b, c)), at most
/// 1; 1 without discordant samples.
double mcnemar_exact(const Discordant& counts);

}  // namespace judge
