#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "config/config.hpp"

namespace judge {

/// When a second attempt beside a slow one is worth its price (Dean, Barroso, The Tail at Scale,
/// 2013): after a quantile of the model's latest latencies, for a small share of all attempts.
class Hedging {
 public:
  explicit Hedging(std::optional<HedgeConfig> config) : config_(config) {}

  void sent() { ++attempts_; }
  void answered(Duration latency);

  /// How long an attempt is waited for; nullopt: too little is known of the latencies yet.
  std::optional<Duration> patience() const { return patience_; }
  /// False while the share is used up. True counts as a hedge.
  bool take();

 private:
  std::optional<HedgeConfig> config_;
  std::uint64_t attempts_ = 0;
  std::uint64_t hedges_ = 0;
  std::uint64_t answers_ = 0;
  std::array<Duration, 256> latest_{};  // a ring
  std::optional<Duration> patience_;
};

}  // namespace judge
