#include "mock/forms.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "mock/fill_pattern.hpp"
#include "mock/labels.hpp"
#include "mock/number.hpp"
#include "mock/pattern.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t kLongestBracket = 24;

bool any_in(std::string_view text, std::initializer_list<std::string_view> words) {
  const std::string folded = lower(text);
  return std::ranges::any_of(words, [&](std::string_view word) { return folded.contains(word); });
}

/// The verdict behind what leads to it.
std::string said(Ballot ballot, std::string_view lead, Opinion& opinion) {
  ballot.lead = lead;
  std::string text = ballot.lead + ballot.text();
  opinion.cast(std::move(ballot));
  return text;
}

/// The contents of every [[…]] short enough to be a verdict, each once.
std::vector<std::string> double_brackets(std::string_view text) {
  std::vector<std::string> found;
  for (auto at = text.find("[["); at != std::string_view::npos; at = text.find("[[", at + 2)) {
    const auto end = text.substr(at + 2, kLongestBracket + 2).find("]]");
    if (end == std::string_view::npos) continue;
    std::string inner(trim(text.substr(at + 2, end)));
    if (!inner.empty() && std::ranges::find(found, inner) == found.end())
      found.push_back(std::move(inner));
  }
  return found;
}

std::string in_brackets(const std::vector<std::string>& shown, const Scale& scale,
                        Opinion& opinion) {
  const auto is_rating = [](const std::string& inner) {
    return read_number(inner) || any_in(inner, {"rating", "score", "number"});
  };
  std::string text = opinion.explanation();
  if (std::ranges::any_of(shown, is_rating))
    return text + "\n\nRating: " + said(ballot_on(scale, opinion.quality()), "[[", opinion) + "]]";
  return text + "\n\nMy final verdict is: " + said(choose(shown, opinion), "[[", opinion) + "]]";
}

/// The initials that the instructions explain in quotes ('C' for correct), else C and I.
std::string in_grade(std::string_view instructions, Opinion& opinion) {
  std::vector<std::string> letters;
  for (std::size_t at = 0; at + 2 < instructions.size(); ++at) {
    const char c = instructions[at + 1];
    const bool shown = (instructions[at] == '\'' || instructions[at] == '"') &&
                       instructions[at + 2] == instructions[at] && c >= 'A' && c <= 'Z';
    if (shown && std::ranges::find(letters, std::string(1, c)) == letters.end())
      letters.emplace_back(1, c);
  }
  if (letters.size() < 2) letters = {"C", "I"};
  std::string text = opinion.explanation() + "\n\n";
  return text + said(choose(letters, opinion), "GRADE: ", opinion);
}

std::string in_result(std::string_view instructions, const std::optional<Scale>& scale,
                      Opinion& opinion) {
  constexpr std::string_view mark = "[RESULT] ";
  std::string text = "Feedback: " + opinion.explanation() + " ";
  if (!scale && any_in(instructions, {"a or b", "\"a\" or \"b\""})) {
    const std::vector<std::string> sides{"A", "B"};
    return text + said(choose(sides, opinion), mark, opinion);
  }
  return text + said(ballot_on(scale.value_or(Scale{1, 5}), opinion.quality()), mark, opinion);
}

}  // namespace

std::string answer_in_words(const std::string& instructions, Opinion& opinion, bool json) {
  const auto named = find_scale(instructions);
  const Scale scale = named.value_or(Scale{});
  auto pattern = find_pattern(instructions);
  if (pattern.empty() && json) pattern = {{"explanation", ""}, {"score", ""}};
  if (!pattern.empty()) return fill_pattern(pattern, instructions, scale, opinion);
  if (const auto shown = double_brackets(instructions); !shown.empty())
    return in_brackets(shown, scale, opinion);
  if (instructions.contains("GRADE:")) return in_grade(instructions, opinion);
  if (instructions.contains("[RESULT]")) return in_result(instructions, named, opinion);
  return opinion.answer();
}

}  // namespace judge::mock
