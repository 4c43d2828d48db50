#include "grade/said_preference.hpp"

#include <array>
#include <string>

#include "base/text.hpp"

namespace judge {
namespace {

constexpr double tie = 0.5;

constexpr std::array<std::string_view, 16> nouns{
    "assistant", "response",    "answer",     "output",       "model",   "option",
    "candidate", "choice",      "completion", "text",         "summary", "version",
    "essay",     "translation", "solution",   "ai assistant",
};

constexpr std::array<std::string_view, 29> ties{
    "C",
    "tie",
    "tied",
    "a tie",
    "it's a tie",
    "it is a tie",
    "draw",
    "a draw",
    "equal",
    "equals",
    "equally good",
    "equally bad",
    "same",
    "the same",
    "no preference",
    "no difference",
    "both",
    "both good",
    "both bad",
    "both are good",
    "both are bad",
    "both are equal",
    "both are equally good",
    "both are equally bad",
    "bothbad",
    "tie (bothbad)",
    "tie (both bad)",
    "neither",
    "neither is better",
};

void add_slot(std::vector<Choice>& labels, const std::string& name, double value) {
  labels.push_back({name, value});
  for (const auto noun : nouns)
    for (const auto& form : {" " + name, "_" + name, "-" + name, " (" + name + ")", ": " + name})
      labels.push_back({std::string(noun) + form, value});
}

std::vector<Choice> make_slots() {
  std::vector<Choice> labels;
  add_slot(labels, "A", 1);
  add_slot(labels, "B", 0);
  for (const auto noun : nouns)
    for (const auto separator : {" ", "_", "-", " #"}) {
      labels.push_back({std::string(noun) + separator + "1", 1});
      labels.push_back({std::string(noun) + separator + "2", 0});
    }
  for (const auto word : ties) labels.push_back({std::string(word), tie});
  return labels;
}

std::vector<Choice> make_arena() {
  std::vector<Choice> labels;
  for (const std::string space : {"", " "}) {
    const auto between = [&](std::string left, std::string_view sign, std::string_view right) {
      return left.append(space).append(sign).append(space).append(right);
    };
    for (const auto sign : {">>", ">"}) {
      labels.push_back({between("A", sign, "B"), 1});
      labels.push_back({between("B", sign, "A"), 0});
    }
    labels.push_back({between("A", "=", "B"), tie});
    labels.push_back({between("B", "=", "A"), tie});
  }
  return labels;
}

std::vector<Choice> with(std::span<const Choice> some, std::span<const Choice> more) {
  std::vector<Choice> all(some.begin(), some.end());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::span<const Choice> slot_labels() {
  static const auto labels = make_slots();
  return labels;
}

std::span<const Choice> numbered_labels() {
  static const auto labels =
      with(slot_labels(), std::vector<Choice>{{"1", 1}, {"2", 0}, {"0", tie}});
  return labels;
}

std::span<const Choice> arena_labels() {
  static const auto labels = make_arena();
  return labels;
}

std::span<const Choice> preference_labels(bool numbers) {
  static const auto letters = with(slot_labels(), arena_labels());
  static const auto all = with(numbered_labels(), arena_labels());
  return numbers ? all : letters;
}

Preferred::Preferred(const Choice& said)
    : label(&said),
      value(said.value),
      degree(said.label.contains(">>")  ? Degree::strong
             : said.label.contains('>') ? Degree::plain
                                        : Degree::unsaid) {}

std::size_t slot_at(std::string_view label) {
  for (const auto noun : nouns)
    if (label.starts_with(noun)) return label.find_last_of("AB12");
  return 0;
}

}  // namespace judge
