#pragma once

#include <string>
#include <vector>

#include "mock/opinion.hpp"
#include "mock/pattern.hpp"
#include "mock/scale.hpp"

namespace judge::mock {

/// A JSON object with the pattern's keys, and values that fit their names, what stands for them in
/// the pattern, and what the instructions say of that. The pattern of one criterion of a rubric,
/// {"criterion": 1, "met": …}, makes {"criteria": […]} with an entry for each.
std::string fill_pattern(const std::vector<PatternKey>& pattern, const std::string& instructions,
                         const Scale& scale, Opinion& opinion);

}  // namespace judge::mock
