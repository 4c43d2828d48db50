#pragma once

#include <string_view>
#include <vector>

#include "mock/prompt_parts.hpp"

namespace judge::mock {

/// One of a rubric's.
struct Criterion {
  int number = 1;
  std::string_view text = {};  // "Says where it happened. (5 points)"; views into the prompt
  bool fault = false;          // it costs points
};

/// The numbered lines of a prompt's list of criteria, "2. Invents a source. (-3 points)", as many
/// as the instructions say there are ("each of the 3 criteria") where they say so. Views into
/// `parts`.
std::vector<Criterion> find_criteria(const PromptParts& parts);

}  // namespace judge::mock
