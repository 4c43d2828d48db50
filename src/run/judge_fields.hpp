#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "grade/judge.hpp"
#include "run/pipeline.hpp"
#include "run/record.hpp"

namespace judge {

// What prompts of judges may name, beside a sample's own fields.

/// Once the outputs are there: "output"; of a conversation "turns", a list of {input, output}, and
/// "conversation", the same as text; of a pair "a" and "b", the output and the other's, and
/// "conversation_a" and "conversation_b". `record`: its generations, turns and the other; receives
/// the output.
void complete_fields(nlohmann::json& fields, Record& record, const Pipeline& pipeline);

/// The fields as of one turn, from 1: input, output, a and b are that turn's, conversations end
/// with it, and of a target that is a list the turn's own is taken.
nlohmann::json fields_of_turn(const nlohmann::json& fields, std::uint32_t turn,
                              const Record& record);

/// By judge: what a person said of the sample; null is left out.
nlohmann::json human_verdicts(const nlohmann::json& fields, const std::vector<Judge>& judges);

/// The column as text, whatever it holds.
std::string text_at(const nlohmann::json& fields, std::string_view path);

Unscored no_baseline();

}  // namespace judge
