// Which keys of a judge belong to which method.
#pragma once

#include <optional>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// Reports a method that is missing, unknown or of a later version.
std::optional<Method> read_method(Section& judge);

/// A key that the method has no use for is a mistake, not something to be passed over.
void refuse_keys_of_other_methods(Section& judge, Method method);

}  // namespace judge
