#include "mock/fill_pattern.hpp"

#include <algorithm>
#include <initializer_list>

#include "base/text.hpp"
#include "mock/labels.hpp"
#include "mock/number.hpp"
#include "mock/schema.hpp"

namespace judge::mock {
namespace {

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

/// Of a placeholder that a line of its own explains: WINNER is "A" if A is better, "B" if …
std::vector<std::string> explained_labels(std::string_view placeholder,
                                          std::string_view instructions) {
  if (placeholder.empty()) return {};
  const std::string words = "\n" + std::string(placeholder) + " is ";
  const auto at = instructions.rfind(words);
  if (at == std::string_view::npos) return {};
  const auto rest = instructions.substr(at + words.size(), 400);
  return read_labels(trim(rest.substr(0, rest.find('\n'))));
}

std::vector<std::string> labels_for(const PatternKey& key, std::string_view instructions) {
  auto labels = read_labels(key.value);
  if (labels.size() < 2) labels = explained_labels(key.value, instructions);
  if (labels.size() < 2) labels = named_labels(instructions);
  if (labels.size() < 2) labels = {"correct", "incorrect"};
  return labels;
}

bool names_number(const PatternKey& key) {
  return any_in(key.value, {"number", "integer", "float"}) ||
         std::ranges::any_of(key.value, [](char c) { return c >= '0' && c <= '9'; });
}

class PatternFiller {
 public:
  PatternFiller(const std::string& instructions, const Scale& scale, Opinion& opinion)
      : instructions_(instructions), scale_(scale), opinion_(opinion) {}

  Json object(const std::vector<PatternKey>& pattern, const Criterion* criterion) {
    Json object;
    for (const PatternKey& key : pattern) object[key.name] = value(key, criterion);
    return object;
  }

 private:
  /// By the key's name first and by what stands for its value second.
  Json value(const PatternKey& key, const Criterion* criterion) {
    const auto& name = key.name;
    if (names_explanation(name))
      return criterion ? opinion_.explanation_of_met(opinion_.meets(*criterion))
                       : opinion_.explanation();
    if (criterion && names_criterion(name)) return criterion->number;
    if (names_met(name)) return boolean(name, criterion);
    if (any_in(name, {"score", "rating", "points", "mark"})) return number(name);
    if (any_in(name, {"label", "choice", "verdict", "grade", "answer", "winner", "category",
                      "class", "decision", "result", "preference"}))
      return label(key);
    if (any_in(key.value, {"true", "false", "bool"})) return boolean(name, nullptr);
    if (names_number(key)) return number(name);
    return opinion_.answer();
  }

  Json label(const PatternKey& key) {
    const auto labels = labels_for(key, instructions_);
    if (labels == std::vector<std::string>{"true", "false"}) return boolean(key.name, nullptr);
    const Ballot ballot = choose(labels, opinion_);
    opinion_.cast(in_json(ballot, key.name, true));
    return ballot.text();
  }

  Json boolean(std::string_view name, const Criterion* criterion) {
    const Ballot ballot = yes_or_no(opinion_, criterion);
    opinion_.cast(in_json(ballot, name, false));
    return ballot.text() == "true";
  }

  Json number(std::string_view name) {
    const Ballot ballot = ballot_on(scale_, opinion_.quality());
    opinion_.cast(in_json(ballot, name, false));
    const double value = read_number(ballot.text()).value_or(scale_.low);
    if (scale_.whole()) return static_cast<std::int64_t>(value);
    return value;
  }

  const std::string& instructions_;
  const Scale& scale_;
  Opinion& opinion_;
};

}  // namespace

std::string fill_pattern(const std::vector<PatternKey>& pattern, const std::string& instructions,
                         const Scale& scale, Opinion& opinion) {
  PatternFiller filler(instructions, scale, opinion);
  const auto has = [&](auto names) {
    return std::ranges::any_of(pattern, names, &PatternKey::name);
  };
  const auto criteria = opinion.criteria();
  Json answer;
  if (has(names_criterion) && has(names_met)) {
    auto& list = answer["criteria"] = Json::array();
    for (const auto& criterion : criteria) list.push_back(filler.object(pattern, &criterion));
  } else {
    const bool alone = criteria.size() == 1 && has(names_met);
    answer = filler.object(pattern, alone ? criteria.data() : nullptr);
  }
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace judge::mock
