#include "mock/openings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace judge::mock {
namespace {

constexpr std::array<std::pair<std::string_view, Role>, 24> kRoles{{
    {"reference", Role::reference},  {"target", Role::reference},
    {"expected", Role::reference},   {"correct", Role::reference},
    {"ground", Role::reference},     {"gold", Role::reference},
    {"ideal", Role::reference},      {"output", Role::output},
    {"answer", Role::output},        {"response", Role::output},
    {"candidate", Role::output},     {"completion", Role::output},
    {"submission", Role::output},    {"assistant", Role::output},
    {"question", Role::question},    {"input", Role::question},
    {"problem", Role::question},     {"instruction", Role::question},
    {"prompt", Role::question},      {"task", Role::question},
    {"criteria", Role::criteria},    {"rubric", Role::criteria},
    {"conversation", Role::context}, {"context", Role::context},
}};
constexpr std::array<std::string_view, 4> kQuestions{"user question", "user prompt", "question",
                                                     "user's question"};
constexpr std::string_view kStart = "The Start of ";
constexpr std::size_t kLongestTag = 80;

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

std::optional<Opening> tag_at(std::string_view prompt, std::size_t begin) {
  const std::string_view window = prompt.substr(begin + 1, kLongestTag);
  const auto name_end = std::ranges::find_if_not(window, name_character);
  const std::string_view name(window.begin(), name_end);
  const auto close = window.find('>', name.size());
  if (name.empty() || close == std::string_view::npos) return std::nullopt;
  if (window.substr(name.size(), close - name.size()).contains('<')) return std::nullopt;
  for (const auto& [word, role] : kRoles)
    if (starts_with_ignoring_case(name, word))
      return Opening{role, name, begin + close + 2, "<" + std::string(name),
                     "</" + std::string(name) + ">"};
  return std::nullopt;
}

/// A marker's own words: "The Start of Assistant A's Answer" in [...] or <|...|>.
std::optional<Opening> marker_at(std::string_view prompt, std::size_t begin,
                                 std::string_view opener, std::string_view closer) {
  const std::string_view window = prompt.substr(begin + opener.size(), kLongestTag);
  const auto close = window.find(closer);
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view words = window.substr(0, close);
  const auto end = begin + opener.size() + close + closer.size();
  const auto marker = prompt.substr(begin, end - begin);
  if (std::ranges::find(kQuestions, lower(words)) != kQuestions.end())
    return Opening{Role::question,
                   words,
                   end,
                   std::string(marker),
                   std::string(opener) + std::string(kStart),
                   true};
  if (!starts_with_ignoring_case(words, kStart)) return std::nullopt;
  const std::string_view subject = words.substr(kStart.size());
  const Role role = lower(subject).contains("reference") ? Role::reference : Role::output;
  return Opening{role, subject, end, std::string(marker),
                 std::string(opener) + "The End of " + std::string(subject) + std::string(closer)};
}

}  // namespace

std::optional<Opening> opening_at(std::string_view prompt, std::size_t begin) {
  if (prompt[begin] == '[') return marker_at(prompt, begin, "[", "]");
  if (prompt.substr(begin).starts_with("<|")) return marker_at(prompt, begin, "<|", "|>");
  return tag_at(prompt, begin);
}

}  // namespace judge::mock
