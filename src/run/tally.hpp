#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "config/config.hpp"
#include "run/record.hpp"
#include "run/summary.hpp"

namespace judge {

/// Keeps a run's Tally up to date, one results line at a time, in memory that does not depend on
/// their number (with epochs > 1: 12 bytes a sample and metric, because a sample's repeats are one
/// observation).
class TallyBook {
 public:
  TallyBook(const Config& config, std::uint64_t samples);

  void add(const LineFigures& line, std::uint64_t sample);
  void add_possibly_billed() { ++tally_.possibly_billed; }

  /// Counts are exact at any time; with epochs, the metrics' means are per line until result().
  const Tally& so_far() const { return tally_; }
  Tally result() const;

 private:
  struct Cell {
    double sum = 0;
    std::uint32_t n = 0;
  };
  void add_score(std::size_t metric, const LineFigures::Score& score, std::uint64_t sample);
  std::optional<std::size_t> metric_of(const std::string& judge, const std::string& model) const;

  std::uint64_t samples_;
  bool epochs_;
  Tally tally_;
  std::vector<std::vector<Cell>> cells_;  // by metric, then sample; only with epochs
};

}  // namespace judge
