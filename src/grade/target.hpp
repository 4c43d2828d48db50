#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grade/verdict.hpp"

namespace judge {

Unscored bad_target(std::string detail);

Verdict truth(bool value);

/// The texts of a target, any of which may do; at least one.
std::expected<std::vector<std::string>, Unscored> target_texts(const nlohmann::json& target);

}  // namespace judge
