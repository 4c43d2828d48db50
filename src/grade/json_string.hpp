#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace judge {

struct QuotedString {
  std::string_view raw;
  std::size_t end = 0;  // where the text goes on
};

/// Whether the text starts with a quotation mark, plain or typographic.
bool is_quote(std::string_view text);

/// The string that starts at `at`; nullopt where there is no quotation mark. An unclosed one ends
/// past the text's end.
std::optional<QuotedString> quoted_string(std::string_view text, std::size_t at);

}  // namespace judge
