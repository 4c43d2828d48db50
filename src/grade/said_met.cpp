#include "grade/said_met.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace judge {

std::span<const Choice> met_labels() {
  static const std::vector<Choice> labels{{"true", 1}, {"yes", 1},     {"met", 1},  {"false", 0},
                                          {"no", 0},   {"not met", 0}, {"unmet", 0}};
  return labels;
}

Unscored not_a_boolean(std::string_view text) {
  return {"not_a_boolean", fmt::format("\"{}\" is neither true nor false, neither yes nor no.",
                                       printable(trim(text), 40))};
}

}  // namespace judge
