#include "grade/reading.hpp"

#include <fmt/format.h>

namespace judge {
namespace {

/// Without what belongs to the verdict: a code fence, emphasis that opens before it.
std::string_view without_lead(std::string_view before) {
  before = trim(before);
  for (const std::string_view fence : {"```json", "```JSON", "```python", "```"})
    if (before.ends_with(fence)) return before.substr(0, before.size() - fence.size());
  const auto line = before.substr(before.rfind('\n') + 1);
  if (line.find_first_not_of(" \t#*_`-") == std::string_view::npos)
    before.remove_suffix(line.size());
  return before;
}

}  // namespace

std::string explanation_of(std::string_view text, std::size_t begin, std::size_t end,
                           const std::optional<JsonScalar>& said) {
  if (said) return excerpt(said->text());
  if (auto reasons = excerpt(without_lead(text.substr(0, begin))); !reasons.empty()) return reasons;
  auto after = trim(text.substr(end));
  if (after.starts_with("```")) after.remove_prefix(3);
  return excerpt(after);
}

bool may_be_bare(std::string_view prose) {
  constexpr std::size_t longest_bare = 200;
  prose = trim(prose);
  return prose.size() <= longest_bare &&
         prose.find_first_of(std::string_view("[]\x01")) == std::string_view::npos;
}

Said<const Choice*> json_label(const JsonScalar& value, std::span<const Choice> choices,
                               std::string_view what) {
  using enum JsonScalar::Kind;
  if (value.kind == nested)
    return std::unexpected(Unscored{
        "unknown_label", fmt::format("The JSON's {} is an object or a list, not a label.", what)});
  const auto text = value.text();
  if (value.kind == word && (lower(text) == "null" || lower(text) == "none"))
    return std::unexpected(
        Unscored{"no_verdict", fmt::format("The judge gave null as its {}.", what)});
  if (auto said = said_label(text, Span::whole, choices)) return said;
  return std::unexpected(Unscored{
      "unknown_label", fmt::format("The JSON's {} is \"{}\".", what, printable(text, 40))});
}

Unscored no_verdict(std::string_view reply, const Answer& answer, const JsonScan& scan) {
  if (trim(reply).empty()) return {"empty", "The judge's answer is empty."};
  if (answer.unfinished_thought)
    return {"truncated", "The answer ends within the judge's thoughts; allow it more tokens."};
  if (scan.truncated)
    return {"truncated", "The answer ends within its JSON; allow the judge more tokens."};
  if (scan.broken)
    return {"no_verdict", "The answer's JSON is broken, and there is no verdict beside it."};
  return {"no_verdict", "The answer has no verdict in any form that is known."};
}

}  // namespace judge
