#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "results/output_style.hpp"

namespace judge {

/// All of the text is this number (finite), spaces around it aside.
std::optional<double> whole_number(std::string_view text);

/// A value as a name, an id or a label, whichever format it came through: 2, 2.0 and "2.0" are "2",
/// true is "true", as is "True". nullopt for null, lists and objects.
std::optional<std::string> name_text(const nlohmann::json& value);

/// null, or nothing but spaces.
bool is_empty(const nlohmann::json& value);

/// Of a text; anything else has none.
OutputStyle style_of(const nlohmann::json& value);

}  // namespace judge
