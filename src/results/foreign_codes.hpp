#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "results/mapping.hpp"

namespace judge {

/// What a preference's code says: a's share of the win, 1, 0.5 or 0, or between them where a judge
/// was in between; nullopt = no verdict.
using Preferred = std::optional<double>;

/// Codes of the mapping first. Then what needs no telling: words such as A, model_b, left, win,
/// draw; 1 is a, 2 is b, 1.5 and 0.5 a tie, a number between 1 and 2 as far from a as from 1; the
/// names of the row's own models. The error is what to do, of a code that nobody knows, and of 0,
/// which may be a tie or a win of b.
std::expected<Preferred, std::string> read_code(const nlohmann::json& value, const Mapping& mapping,
                                                const std::string& model_a,
                                                const std::string& model_b);

}  // namespace judge
