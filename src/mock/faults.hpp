#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/errors.hpp"

namespace judge::mock {

enum class FaultKind {
  none,
  status,      // an HTTP error status
  reset,       // the connection is reset
  stall,       // no answer, or half of one, until the client leaves
  garbage,     // 200 with an HTML page or with truncated JSON, in turn
  empty,       // 200 with choices: []
  billing,     // 429 insufficient_quota
  refusal,     // 200 with message.refusal
  length,      // 200, finish_reason length, no content
  nousage,     // 200 without usage
  unreadable,  // 200 with prose that holds no verdict
};

struct FaultChoice {
  FaultKind kind = FaultKind::none;
  unsigned status = 0;  // of FaultKind::status
};

/// Which requests go wrong, and how.
class Faults {
 public:
  /// "500=0.01,reset=0.005": names with probabilities that sum to at most 1.
  static Result<Faults> parse(std::string_view text);

  /// A pure function of its arguments.
  FaultChoice draw(std::uint64_t seed, std::uint64_t request) const;

 private:
  struct Entry {
    FaultChoice choice;
    double upto;  // cumulated probability
  };
  std::vector<Entry> entries_;
};

}  // namespace judge::mock
