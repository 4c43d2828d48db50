#include "mock/prompt_parts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "mock/openings.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t kMostTags = 64;  // each may cost a search to the prompt's end

void keep(PromptParts& parts, Role role, std::string_view name, std::string_view text) {
  const auto longest = [text](std::string_view& kept) {
    if (text.size() > kept.size()) kept = text;
  };
  if (role == Role::context) return;
  if (role == Role::question) return longest(parts.question);
  if (role == Role::reference) return longest(parts.reference);
  if (role == Role::criteria) return longest(parts.criteria);
  const std::string folded = lower(name);
  const auto same = std::ranges::find(parts.outputs, folded, &PromptParts::Section::name);
  if (same != parts.outputs.end()) return longest(same->text);
  parts.outputs.push_back({folded, text});
}

/// Where the section ends. One that opens again before was only a mention of itself.
std::size_t closing_of(std::string_view prompt, const Opening& opening) {
  const auto close = prompt.find(opening.closing, opening.end);
  if (close == std::string_view::npos) return close;
  const auto between = prompt.substr(opening.end, close - opening.end);
  return between.contains(opening.again) ? std::string_view::npos : close;
}

}  // namespace

PromptParts take_apart(std::string_view prompt) {
  PromptParts parts;
  std::size_t copied = 0;
  std::size_t tags = 0;
  for (auto at = prompt.find_first_of("<["); at != std::string_view::npos && tags < kMostTags;
       at = prompt.find_first_of("<[", at + 1)) {
    const auto opening = opening_at(prompt, at);
    if (!opening) continue;
    ++tags;
    const auto close = closing_of(prompt, *opening);
    if (close == std::string_view::npos) continue;
    const std::string_view text = trim(prompt.substr(opening->end, close - opening->end));
    if (text.empty()) continue;
    keep(parts, opening->role, opening->name, text);
    parts.instructions += prompt.substr(copied, at - copied);
    copied = close + (opening->lasts ? 0 : opening->closing.size());
    at = copied - 1;
  }
  parts.instructions += prompt.substr(copied);
  return parts;
}

}  // namespace judge::mock
