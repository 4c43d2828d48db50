#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

/// What `path` names inside `value`, or nullptr: a key of exactly that name first (a key with a dot
/// in it wins), else the part before the first dot and the rest inside it; "turns.0" reaches into
/// an array.
const nlohmann::json* find_path(const nlohmann::json& value, std::string_view path);

/// The object's keys; with `nested` also "key.inner" for what find_path reaches one level down.
std::vector<std::string> key_paths(const nlohmann::json& object, bool nested);

/// The first twelve, fit for the screen: "a, b, c, …".
std::string show_names(const std::vector<std::string>& names);

}  // namespace judge
