#pragma once

#include <cstddef>
#include <cstdint>

#include "grade/verdict.hpp"

namespace judge {

/// One call that a judge makes of a sample.
struct Ask {
  std::size_t model = 0;      // into JudgeConfig::models
  std::uint32_t vote = 0;     // of that model
  bool swapped = false;       // pairwise: b is shown in the first place
  std::size_t criterion = 0;  // rubric asked one by one: from 1; 0 = all of it

  bool operator==(const Ask&) const = default;
};

/// What came of it, as to a and b, whichever was shown first.
struct AskedVerdict {
  Ask ask;
  VerdictResult verdict;
};

}  // namespace judge
