#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace judge {

/// Whether somewhere in `schema` checking a value takes checking the same value by the same schema
/// first: by way of $ref, allOf, anyOf, oneOf, not and dependencies, which look at the value itself
/// and not at what is in it. Such a check has no end.
bool goes_in_circles(const nlohmann::json& schema);

/// Whether a regular expression becomes huge once each {n,m} is written out, as RapidJSON does.
bool repeats_too_much(std::string_view pattern);

}  // namespace judge
