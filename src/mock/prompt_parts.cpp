#include "mock/prompt_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace judge::mock {
namespace {

enum class Role { question, reference, output };

constexpr std::array<std::pair<std::string_view, Role>, 20> kRoles{{
    {"reference", Role::reference}, {"target", Role::reference}, {"expected", Role::reference},
    {"correct", Role::reference},   {"ground", Role::reference}, {"gold", Role::reference},
    {"ideal", Role::reference},     {"output", Role::output},    {"answer", Role::output},
    {"response", Role::output},     {"candidate", Role::output}, {"completion", Role::output},
    {"submission", Role::output},   {"assistant", Role::output}, {"question", Role::question},
    {"input", Role::question},      {"problem", Role::question}, {"instruction", Role::question},
    {"prompt", Role::question},     {"task", Role::question},
}};
constexpr std::size_t kLongestTag = 80;
constexpr std::size_t kMostTags = 64;  // each may cost a search to the prompt's end

struct Tag {
  Role role;
  std::string_view name;  // as written
  std::size_t end;        // just behind its '>'
};

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

/// The opening tag at `begin`, where a '<' is, if it is one of ours.
std::optional<Tag> tag_at(std::string_view prompt, std::size_t begin) {
  const std::string_view window = prompt.substr(begin + 1, kLongestTag);
  const auto name_end = std::ranges::find_if_not(window, name_character);
  const std::string_view name(window.begin(), name_end);
  const auto close = window.find('>', name.size());
  if (name.empty() || close == std::string_view::npos) return std::nullopt;
  if (window.substr(name.size(), close - name.size()).find('<') != std::string_view::npos)
    return std::nullopt;
  for (const auto& [word, role] : kRoles)
    if (starts_with_ignoring_case(name, word)) return Tag{role, name, begin + close + 2};
  return std::nullopt;
}

void keep(PromptParts& parts, Role role, std::string_view name, std::string_view text) {
  const auto longest = [text](std::string_view& kept) {
    if (text.size() > kept.size()) kept = text;
  };
  if (role == Role::question) return longest(parts.question);
  if (role == Role::reference) return longest(parts.reference);
  const std::string folded = lower(name);
  const auto same = std::ranges::find(parts.outputs, folded, &PromptParts::Section::name);
  if (same != parts.outputs.end()) return longest(same->text);
  parts.outputs.push_back({folded, text});
}

/// Where the closing tag is. A tag that opens again before it was only a mention of itself.
std::size_t closing_of(std::string_view prompt, const Tag& tag, std::string_view closing) {
  const auto close = prompt.find(closing, tag.end);
  if (close == std::string_view::npos) return close;
  const std::string opening = "<" + std::string(tag.name);
  const auto between = prompt.substr(tag.end, close - tag.end);
  return between.find(opening) == std::string_view::npos ? close : std::string_view::npos;
}

}  // namespace

PromptParts take_apart(std::string_view prompt) {
  PromptParts parts;
  std::size_t copied = 0;
  std::size_t tags = 0;
  for (auto at = prompt.find('<'); at != std::string_view::npos && tags < kMostTags;
       at = prompt.find('<', at + 1)) {
    const auto tag = tag_at(prompt, at);
    if (!tag) continue;
    ++tags;
    const std::string closing = "</" + std::string(tag->name) + ">";
    const auto close = closing_of(prompt, *tag, closing);
    if (close == std::string_view::npos) continue;
    const std::string_view text = trim(prompt.substr(tag->end, close - tag->end));
    if (text.empty()) continue;
    keep(parts, tag->role, tag->name, text);
    parts.instructions += prompt.substr(copied, at - copied);
    copied = close + closing.size();
    at = copied - 1;
  }
  parts.instructions += prompt.substr(copied);
  return parts;
}

}  // namespace judge::mock
