#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grade/logprobs.hpp"

namespace judge {

/// Logprobs as tables hold them: OpenAI's {"content": [{"token", "logprob", "top_logprobs": […]}]},
/// that list alone, a flat {"A": -0.1, "B": -2.3} of the verdict's place, or any of these as text.
/// The error says what is wrong.
std::expected<std::vector<AnswerToken>, std::string> answer_tokens(const nlohmann::json& value);

}  // namespace judge
