#pragma once

#include "grade/json_tree.hpp"
#include "grade/read_rubric.hpp"
#include "grade/said.hpp"

namespace judge {

/// The criteria of one object, if it is a rubric.
Said<std::vector<Met>> said_rubric(const JsonTree& object, std::size_t count);

/// {"criterion": 1, "met": true}: one of several.
bool is_criterion(const JsonTree& object);

/// The criteria of a list, which is `entries` without an object around it.
Said<std::vector<Met>> said_criteria(const JsonTree& entries, std::size_t count);

}  // namespace judge
