#pragma once

#include <span>
#include <string>

#include "mock/opinion.hpp"

namespace judge::mock {

/// Which of the labels fits the opinion: compared outputs by "A", "B" (tie: "C" or "tie") or by
/// "A>B" and its like; words such as correct, partial, no by their meaning; numbers by their size;
/// others as if the best came first. `labels` is not empty.
std::size_t choose(std::span<const std::string> labels, Opinion& opinion);

/// The label's worth in [0, 1] by its meaning, or nullopt.
std::optional<double> worth(std::string_view label);

}  // namespace judge::mock
