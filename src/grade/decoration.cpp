#include <array>

#include "grade/said.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 17> opening{" ", "\t", "\r", "*", "_", "`", "\"", "'", "(",
                                                   "[", "<",  "$",  "“", "”", "‘", "’",  "„"};
constexpr std::array<std::string_view, 16> closing{" ", "\t", "\r", "*", "_", "`", "\"", "'",
                                                   ")", "]",  ">",  "$", "“", "”", "‘",  "’"};

}  // namespace

std::string_view without_opening(std::string_view text) {
  for (bool cut = true; cut;) {
    cut = false;
    for (const auto mark : opening)
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        cut = true;
      }
  }
  return text;
}

std::string_view without_closing(std::string_view text) {
  for (bool cut = true; cut;) {
    cut = false;
    for (const auto mark : closing)
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        cut = true;
      }
  }
  return text;
}

}  // namespace judge
