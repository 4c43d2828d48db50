#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "model/dialect.hpp"
#include "stats/mean.hpp"
#include "stats/ratio.hpp"

namespace judge {

/// How long answers took, in bounded memory: the median is of a uniform sample of them (Vitter's
/// algorithm R, 1985).
class Latencies {
 public:
  void add(milliseconds latency);
  std::uint64_t n() const { return logarithms_.n(); }
  std::optional<milliseconds> median() const;
  /// Of the logarithm: latencies are roughly lognormal. 0 for fewer than two.
  double sigma() const;

 private:
  std::vector<std::int64_t> kept_;
  RunningMean logarithms_;
  Random random_{1};
};

/// What stored answers of one stage and model tell about those to come.
struct Pilot {
  RunningRatio input;   // input tokens to bytes of the request
  RunningRatio output;  // output tokens to answers
  double input_tokens = 0;
  double cached_tokens = 0;  // of those
  RunningMean text_bytes;    // of the answer
  Latencies latencies;

  /// Fewer say too little of how much answers vary.
  static constexpr std::uint64_t enough = 30;

  void add(std::size_t request_bytes, const ChatReply& reply, milliseconds latency);
  bool tells_tokens() const { return output.n() >= enough; }
  bool tells_latency() const { return latencies.n() >= enough; }
};

}  // namespace judge
