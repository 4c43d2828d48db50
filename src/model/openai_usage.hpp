#pragma once

#include <nlohmann/json.hpp>

#include "model/dialect.hpp"

namespace judge {

/// Of a reply's "usage". Anything in it that cannot be true makes it unknown: a wrong cost is worse
/// than none.
std::optional<Usage> openai_usage(const nlohmann::json& usage);

}  // namespace judge
