#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace judge::mock {

/// What a section of a prompt is to its judge.
enum class Role { question, reference, output, criteria, context };

/// Where a section begins, and how it ends.
struct Opening {
  Role role;
  std::string_view name;  // as written
  std::size_t end;        // where the section's text begins
  std::string again;      // how it would open once more
  std::string closing;
  bool lasts = false;  // the closing belongs to what follows
};

/// The opening at `begin`, where a '<' or a '[' is, if it is one of ours: <output>, <answer_b
/// id="2">; [The Start of Assistant A's Answer] and <|The Start of Reference Answer|>, as MT-bench
/// and Arena-Hard have them, with their questions' bare headings.
std::optional<Opening> opening_at(std::string_view prompt, std::size_t begin);

}  // namespace judge::mock
