#pragma once

#include <cstddef>
#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace judge::rows {

/// Deeper values are refused: destroying and printing them recurses.
inline constexpr std::size_t max_depth = 200;

struct JsonFault {
  std::size_t offset = 0;  // bytes before it, where the parser knows
  std::string what;        // for the screen
};

/// One JSON value and nothing behind it. Refuses, besides what JSON itself forbids: invalid UTF-8,
/// lone surrogates, numbers that no double holds, nesting deeper than max_depth, and a key twice in
/// one object (which of the two was meant cannot be known).
std::expected<nlohmann::json, JsonFault> parse_json(std::string_view text);

}  // namespace judge::rows
