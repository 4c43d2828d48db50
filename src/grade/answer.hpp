#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace judge {

/// What of a judge's reply may hold its verdict.
struct Answer {
  std::string text;
  bool unfinished_thought = false;  // a <think> that never ends; what follows it is left out
};

/// Leaves out thoughts and zero-width characters; no-break spaces become spaces. Tags of thought
/// count where models put them (an opening one starts a line, a lone closing one starts or ends
/// one), so that a tag quoted within a sentence or a JSON string hides nothing.
Answer answer_of(std::string_view reply);

/// Trimmed, and cut to at most `max_bytes` between two UTF-8 characters.
std::string excerpt(std::string_view text, std::size_t max_bytes = 4000);

}  // namespace judge
