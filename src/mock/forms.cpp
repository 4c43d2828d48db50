#include "mock/forms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "mock/labels.hpp"
#include "mock/number.hpp"
#include "mock/pattern.hpp"
#include "mock/schema.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t kLongestBracket = 24;

bool any_in(std::string_view text, std::initializer_list<std::string_view> words) {
  const std::string folded = lower(text);
  return std::ranges::any_of(words, [&](std::string_view word) { return folded.contains(word); });
}

/// The labels that the instructions name behind "one of", to the end of the sentence or line. The
/// last such list counts: the form asked for stands at the end.
std::vector<std::string> named_labels(std::string_view instructions) {
  constexpr std::string_view kWords = "one of";
  for (auto at = instructions.rfind(kWords); at != std::string_view::npos;
       at = at == 0 ? at - 1 : instructions.rfind(kWords, at - 1)) {
    std::string_view rest = instructions.substr(at + kWords.size(), 400);
    if (rest.starts_with(":")) rest.remove_prefix(1);
    rest = trim(rest);
    const auto end = std::min(rest.find('\n'), rest.find(". "));
    if (auto labels = read_labels(trim(rest.substr(0, end))); labels.size() > 1) return labels;
  }
  return {};
}

Json number_on(const Scale& scale, Opinion& opinion) {
  const double value = scale.at(opinion.quality());
  if (scale.whole()) return static_cast<std::int64_t>(value);
  return value;
}

/// A value for one key of a pattern, by its name first and by what stands for the value second.
Json value_for(const PatternKey& key, const std::string& instructions, const Scale& scale,
               Opinion& opinion) {
  if (names_explanation(key.name)) return opinion.explanation();
  if (any_in(key.name, {"score", "rating", "points", "mark"})) return number_on(scale, opinion);
  if (any_in(key.name, {"label", "choice", "verdict", "grade", "answer", "winner", "category",
                        "class", "decision", "result", "preference"})) {
    auto labels = read_labels(key.value);
    if (labels.size() < 2) labels = named_labels(instructions);
    if (labels.size() < 2) labels = {"correct", "incorrect"};
    if (labels.size() == 2 && labels[0] == "true" && labels[1] == "false")
      return opinion.quality() >= 0.5;
    return labels[choose(labels, opinion)];
  }
  if (any_in(key.value, {"true", "false", "bool"})) return opinion.quality() >= 0.5;
  if (any_in(key.value, {"number", "integer", "float"}) ||
      std::ranges::any_of(key.value, [](char c) { return c >= '0' && c <= '9'; }))
    return number_on(scale, opinion);
  return opinion.answer();
}

std::string as_object(const std::vector<PatternKey>& keys, const std::string& instructions,
                      const Scale& scale, Opinion& opinion) {
  Json object;
  for (const PatternKey& key : keys)
    object[key.name] = value_for(key, instructions, scale, opinion);
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
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
    return text + fmt::format("\n\nRating: [[{}]]", show_number(scale.at(opinion.quality())));
  return text + fmt::format("\n\nMy final verdict is: [[{}]]", shown[choose(shown, opinion)]);
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
  return opinion.explanation() + "\n\nGRADE: " + letters[choose(letters, opinion)];
}

std::string in_result(std::string_view instructions, const std::optional<Scale>& scale,
                      Opinion& opinion) {
  std::string text = "Feedback: " + opinion.explanation() + " [RESULT] ";
  if (!scale && any_in(instructions, {"a or b", "\"a\" or \"b\""})) {
    const std::vector<std::string> sides{"A", "B"};
    return text + sides[choose(sides, opinion)];
  }
  return text + show_number(scale.value_or(Scale{1, 5}).at(opinion.quality()));
}

}  // namespace

std::string answer_in_words(const std::string& instructions, Opinion& opinion, bool json) {
  const auto named = find_scale(instructions);
  const Scale scale = named.value_or(Scale{});
  auto pattern = find_pattern(instructions);
  if (pattern.empty() && json) pattern = {{"explanation", ""}, {"score", ""}};
  if (!pattern.empty()) return as_object(pattern, instructions, scale, opinion);
  if (const auto shown = double_brackets(instructions); !shown.empty())
    return in_brackets(shown, scale, opinion);
  if (instructions.contains("GRADE:")) return in_grade(instructions, opinion);
  if (instructions.contains("[RESULT]")) return in_result(instructions, named, opinion);
  return opinion.answer();
}

}  // namespace judge::mock
