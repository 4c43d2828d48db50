#pragma once

#include <string>
#include <string_view>

namespace judge {

/// printable() of each line, uncut: for messages of several lines.
std::string printable_lines(std::string_view text);

/// JSON text, with \u escapes for what printable() would escape: the same JSON.
std::string printable_json(std::string_view json);

}  // namespace judge
