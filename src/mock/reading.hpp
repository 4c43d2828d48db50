#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mock/refusal.hpp"
#include "mock/schema.hpp"

namespace judge::mock {

/// A body as a JSON object; malformed and too deeply nested ones are refused.
Checked<Json> read_object(std::string_view body);

/// nullptr where `object` is none, or the member is absent or null.
const Json* member(const Json& object, std::string_view key);
/// "" where it is no string.
std::string text_member(const Json& object, std::string_view key);

/// The first member that is not among the words `known`.
std::optional<std::string> unknown_member(const Json& object, std::string_view known);

/// A whole number of at least 1, or absent.
Checked<std::optional<std::uint64_t>> read_count(const Json& object, std::string_view key);

/// The member `text` of each entry that has one, one behind the other.
std::string texts_of(const Json& parts);

}  // namespace judge::mock
