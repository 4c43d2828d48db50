#pragma once

#include <cstdint>
#include <string_view>

namespace judge {

/// What of a text's looks may sway a judge, whatever it says. Markdown's marks as Li, Angelopoulos
/// and Chiang count them (2024, "Does style matter?").
struct OutputStyle {
  std::uint32_t chars = 0;  // code points
  std::uint32_t headings = 0;
  std::uint32_t list_items = 0;
  std::uint32_t bold = 0;  // passages between **
};

OutputStyle output_style(std::string_view text);

}  // namespace judge
