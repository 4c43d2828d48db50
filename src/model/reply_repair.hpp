#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace judge {

/// Plain JSON text that says what `body` says, for what is JSON but for invalid UTF-8 and half
/// surrogate pairs, which become U+FFFD, and NaN, Infinity and numbers beyond a double, which
/// become null; and for what simdjson alone refuses: integers too great for 64 bits (they become
/// floating point), a byte order mark before the text, a NUL behind it. nullopt where nothing
/// helps. Recurses as deep as `body` is nested.
std::optional<std::string> repaired_json(std::string_view body);

}  // namespace judge
