#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/config.hpp"
#include "run/watched_mean.hpp"
#include "stats/mean.hpp"

namespace judge {

/// Decides when the first judge's mean is known well enough for a run to end (`stop_when`).
///
/// Lines end in the order in which servers answer, and a slow sample is rarely like a fast one: it
/// is longer, harder, or fails. Those that have ended first are therefore no random choice of all.
/// Those of the lowest ranks are, as ranks are drawn at random, so samples count in the order of
/// their ranks; who is ahead waits in a buffer, which holds no more than what is in flight.
///
/// A sample is one observation, the mean of its scored epochs, once all of them have ended: two
/// epochs of one sample are not two random choices. Where no epoch is scored (or with `compare`,
/// the baseline has no score for it) it is null, and the mean is that of samples that are not.
class EarlyStop {
 public:
  using Scores = std::unordered_map<std::string, double>;  // by sample id, the mean over its epochs
  struct Setting {
    StopWhen when;
    double min = 0, max = 1;    // of the judge's scale
    std::uint64_t samples = 0;  // that the whole run has
    std::uint32_t epochs = 1;
    std::vector<std::string> models;  // candidates; empty: outputs come from the dataset
    std::vector<Scores> baseline;     // when.compare: one for each of models, or one for all
  };
  explicit EarlyStop(Setting setting);

  /// A line that has ended, in this start of the run or an earlier one; null where it has no score.
  /// `rank` is its sample's place in the random order, from 0. Each sample has epochs · models of
  /// them sooner or later: one that never ends holds up all behind it.
  void add(std::uint64_t rank, std::string_view id, std::uint32_t model,
           std::optional<double> score);

  /// Why the run can end, for its summary and safe to show; nullopt: it cannot yet, or nothing is
  /// left that ending would save. Each model is known well enough then. It does not change back,
  /// but where a score is not on the scale or the samples are not in random order (by all
  /// appearances, or by chance in alpha of all runs) there is no more stopping.
  std::optional<std::string> reached() const;

 private:
  struct Ahead {
    std::vector<RunningMean> scores;  // by model
    std::uint64_t lines_left = 0;
    std::string id;
  };
  void consume(const Ahead& sample);
  std::optional<double> observation(const Ahead& sample, std::size_t model) const;
  bool known(const WatchedMean& mean) const;
  std::string finding(std::size_t model) const;
  std::string of_nulls() const;

  Setting setting_;
  std::vector<WatchedMean> means_;        // by model
  std::map<std::uint64_t, Ahead> ahead_;  // by rank
  std::uint64_t next_ = 0;                // rank
};

}  // namespace judge
