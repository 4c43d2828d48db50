#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"
#include "base/errors.hpp"

namespace judge::mock {

/// How long an answer takes: always the same, or lognormal, as providers' latencies roughly are.
class Latency {
 public:
  /// "200ms", "0", or "lognormal:200ms,0.5" (median, sigma of the logarithm).
  static Result<Latency> parse(std::string_view text);

  bool none() const { return median_ == Duration::zero(); }
  /// A pure function of its arguments; at most an hour.
  Duration draw(std::uint64_t seed, std::uint64_t request) const;

 private:
  Duration median_{};
  double sigma_ = 0;
};

}  // namespace judge::mock
