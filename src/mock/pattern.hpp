#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace judge::mock {

/// One key of a JSON object that a prompt shows as a pattern, with what stands for its value.
struct PatternKey {
  std::string name;
  std::string_view value;
};

/// The last JSON-like object in the instructions: {"score": <1-10>, "explanation": "..."}.
/// Empty where there is none.
std::vector<PatternKey> find_pattern(std::string_view instructions);

/// The labels in a pattern's value or after "one of": "a" | "b", `a`, `b` or `c`, a, b or c.
std::vector<std::string> read_labels(std::string_view text);

}  // namespace judge::mock
