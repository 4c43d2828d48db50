#pragma once

#include <string>
#include <string_view>

#include "mock/reading.hpp"
#include "mock/request.hpp"

namespace judge::mock {

/// What is asked in the body of a :generateContent.
Checked<CompletionRequest> read_gemini(const Json& body, std::string_view model);

/// A responseSchema as JSON Schema has it: types in lower case, counts as numbers. Names that
/// Gemini's own form does not have are refused. `path` is the schema's own.
Checked<Json> plain_schema(const Json& schema, const std::string& path);

/// Refuses the first member of `object` that is none of the words `known`, as Google's JSON reader
/// does.
Checked<> known_to_google(const Json& object, std::string_view known, std::string_view path);

/// Fields may be written in snake_case too: with their other name.
Json in_camel_case(const Json& object);

}  // namespace judge::mock
