#pragma once

#include <string>
#include <string_view>

namespace judge {

enum class Paint { bold = 1, faint = 2, red = 31, green = 32, yellow = 33 };

/// `text` in a terminal's colour, or as it is.
inline std::string paint(Paint how, std::string_view text, bool color) {
  if (!color || text.empty()) return std::string(text);
  return "\x1b[" + std::to_string(static_cast<int>(how)) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace judge
