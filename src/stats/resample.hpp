#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/clusters.hpp"
#include "stats/philox.hpp"

namespace judge {

/// How often each cluster comes up in as many draws with replacement as there are clusters; a
/// function of seed and replicate. At most 2^32 − 1 clusters.
void draw_weights(std::uint64_t seed, std::uint64_t replicate, std::span<std::uint32_t> weights);

/// X ~ Binomial(n, numerator/denominator), exactly, in about 2n random bits: each trial compares a
/// uniform number with p digit by digit, all at once. 0 ≤ numerator ≤ denominator < 2^63.
std::uint64_t draw_binomial(PhiloxStream& random, std::uint64_t n, std::uint64_t numerator,
                            std::uint64_t denominator);

/// Bootstrap replicates of a mean over clusters, exact, and much faster than drawing weights: what
/// falls to each half of the clusters is one binomial number, and so on down to blocks that fit the
/// nearest cache, or to single values where the same few come often.
class MeanResampler {
 public:
  /// Clusters without values count for nothing; their order does not matter.
  explicit MeanResampler(std::span<const ClusterSum> clusters);

  std::size_t clusters() const { return clusters_; }
  double mean() const;  // of the clusters as they are; clusters() > 0
  /// The mean of one resampled set of clusters; clusters() > 0. Const and pure: any thread.
  double replicate(std::uint64_t seed, std::uint64_t number) const;

 private:
  struct Total {
    double sum = 0;
    double n = 0;
  };
  void draw(PhiloxStream& random, std::size_t first, std::size_t size, std::uint64_t draws,
            Total& total) const;
  void draw_block(PhiloxStream& random, std::size_t first, std::size_t size, std::uint64_t draws,
                  Total& total) const;
  void add(std::size_t item, std::uint64_t times, Total& total) const;

  std::size_t clusters_ = 0;
  std::vector<Total> items_;           // clusters, or the different ones among them
  std::vector<std::uint64_t> before_;  // how many clusters precede each item; one more entry
  std::size_t block_ = 1;              // items that are drawn from without further halving
};

}  // namespace judge
