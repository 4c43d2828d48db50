#pragma once

#include <span>
#include <string>

#include "mock/opinion.hpp"

namespace judge::mock {

/// The label that fits the opinion: compared outputs by "A", "B" (tie: "C" or "tie") or by
/// "A>B" and its like; words such as correct, partial, no by their meaning; numbers by their size;
/// others as if the best came first. `labels` is not empty.
Ballot choose(std::span<const std::string> labels, Opinion& opinion);

/// "true" or "false": whether the criterion is met, or, where there is none, whether the output is
/// rather good than bad.
Ballot yes_or_no(Opinion& opinion, const Criterion* criterion);

/// The label's worth in [0, 1] by its meaning, or nullopt.
std::optional<double> worth(std::string_view label);

}  // namespace judge::mock
