#pragma once

#include <nlohmann/json.hpp>

namespace judge::rows {

/// A line of an OpenAI batch input file: {"custom_id": …, "method": …, "url": …,
/// "body": {"messages": […], …}}.
bool is_batch_line(const nlohmann::json& row);

/// Gives such a row `messages` and, as `input`, the text of the last user message, where it has no
/// columns of these names itself.
void unfold_batch_line(nlohmann::json& row);

}  // namespace judge::rows
