#pragma once

#include <optional>

#include "config/config.hpp"
#include "dataset/sample_index.hpp"

namespace judge {

/// The index of a large dataset that was checked before, kept in "datasets" beside the store: a
/// cache, safe to delete. It holds for the same file, unchanged, and the same config.
class KnownDataset {
 public:
  KnownDataset(const Config& config, const Digest& shape, Files& files);

  std::optional<SampleIndex> load() const;
  /// After a check that found the dataset fit; what cannot be kept is done without.
  void keep(SampleIndex& index) const;

 private:
  std::optional<Digest> identity() const;

  const Config& config_;
  Digest shape_;
  Files& files_;
  std::filesystem::path path_;      // empty: the store is no file
  std::optional<Digest> identity_;  // before the check
};

}  // namespace judge
