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
/// sentence. What nests too deeply is null.
Json fill(const Json& schema, const Scale& scale, Opinion& opinion);

/// "explanation", "reasoning", "feedback" and the like.
bool names_explanation(std::string_view key);

}  // namespace judge::mock
