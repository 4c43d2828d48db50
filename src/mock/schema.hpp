#pragma once

#include <nlohmann/json.hpp>

#include "mock/opinion.hpp"
#include "mock/scale.hpp"

namespace judge::mock {

/// Keeps the order of keys, as providers do.
using Json = nlohmann::ordered_json;

/// A value that fits the JSON schema and the opinion: type (or the first of several), properties,
/// enum, const, minimum and maximum (exclusive too), minItems, maxLength, anyOf/oneOf/allOf, local
/// $ref. A number without bounds is on `scale`; "explanation", "reasoning" and the like are a
/// sentence. An array of entries with "met" has one for each criterion of the prompt. What nests
/// too deeply is null. Numbers, labels and booleans are cast.
Json fill(const Json& schema, const Scale& scale, Opinion& opinion);

/// "explanation", "reasoning", "feedback" and the like.
bool names_explanation(std::string_view key);
/// Which criterion of a rubric an entry is about.
bool names_criterion(std::string_view key);
/// "met" and the like.
bool names_met(std::string_view key);

}  // namespace judge::mock
