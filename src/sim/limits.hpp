#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "sim/behaviour.hpp"

namespace judge {

/// One limit on one key, as a server counts it. Exact: levels follow from the times alone, however
/// often it is asked. Times of calls never decrease.
class SimLimit {
 public:
  /// `burst` is a bucket's size. It starts full, or with an empty window.
  SimLimit(double per_minute, Counting counting, double burst, Duration window, Time start);

  /// The limit becomes `factor` of `per_minute`. A bucket keeps its size.
  void scale(double factor, Time at);

  /// The first moment at which `amount` would be admitted if nothing else came; Time::max() if the
  /// limit is 0. More than fits at once is admitted when all is free.
  Time when(double amount, Time now);
  void take(double amount, Time now);

  double per_minute() const { return per_minute_ * factor_; }
  double remaining(Time now);
  /// When it would be full again.
  Time full(Time now);

 private:
  double capacity() const;
  double rate() const { return per_minute_ * factor_ / 60; }  // a second
  void advance(Time now);

  double per_minute_;
  Counting counting_;
  double burst_;
  Duration window_;
  double factor_ = 1;
  Time at_;                                    // what follows is as of this moment
  double level_ = 0;                           // bucket: what is left
  double used_ = 0;                            // windows: what is taken
  std::deque<std::pair<Time, double>> taken_;  // sliding window, oldest first
};

/// Both limits of one key, with their changes.
class SimKeyLimits {
 public:
  /// `changes` are counted from `start`.
  SimKeyLimits(const SimLimits& limits, std::vector<LimitChange> changes, Time start);

  /// When a request of `tokens` would be admitted: `now` if at once.
  Time when(double tokens, Time now);
  void take(double tokens, Time now);

  /// True if what refuses a request of `tokens` now, or longer than the other, is the tokens.
  bool bound_by_tokens(double tokens, Time now);

  std::optional<SimLimit>& requests() { return requests_; }
  std::optional<SimLimit>& tokens() { return tokens_; }

 private:
  void advance(Time now);

  std::optional<SimLimit> requests_;
  std::optional<SimLimit> tokens_;
  std::vector<LimitChange> changes_;
  std::size_t next_change_ = 0;
  Time start_;
};

}  // namespace judge
