#pragma once

#include "grade/said.hpp"

namespace judge {

/// Yes (1) and no (0), as judges say of a criterion.
std::span<const Choice> met_labels();

Unscored not_a_boolean(std::string_view text);

}  // namespace judge
