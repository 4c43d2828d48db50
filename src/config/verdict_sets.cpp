// The values a verdict may take: a scale, or a set of choices.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

// Labels are told apart without regard to case when a verdict is read.
std::string fault_of_label(const std::string& label, const std::vector<Choice>& before) {
  if (trim(label).empty() || has_control_character(label)) {
    return "is no label: it is empty or contains a control character";
  }
  for (const Choice& other : before) {
    if (lower(other.label) == lower(label)) {
      return fmt::format("differs from \"{}\" only in case", printable(other.label, 60));
    }
  }
  return {};
}

}  // namespace

std::vector<Choice> read_choices(Section& judge) {
  std::vector<Choice> choices;
  const auto section = judge.table("choices");
  if (!section) return choices;
  const auto entries = section->entries();
  if (entries.empty()) {
    judge.reading().problem(section->self(),
                            "is empty: write labels with values, { CORRECT = 1.0, … }");
  }
  for (const auto& [entry, label] : entries) {
    const std::string fault = fault_of_label(label, choices);
    if (!fault.empty()) {
      judge.reading().problem(entry, fault);
    } else if (const auto value = read_number(judge.reading(), entry)) {
      choices.push_back({label, *value});
    }
  }
  return choices;
}

void read_scale(Section& judge, JudgeConfig& config) {
  const auto found = judge.find("scale");
  if (!found) return;
  Reading& reading = judge.reading();
  const auto* list = found->node->as_array();
  if (list == nullptr) return wrong_type(reading, *found, "a list of two numbers such as [1, 10]");
  if (list->size() != 2) {
    return reading.problem(
        *found, fmt::format("expected two numbers such as [1, 10], found {}", list->size()));
  }
  const auto low = read_number(reading, {list->get(0), join_key(found->key, "0")});
  const auto high = read_number(reading, {list->get(1), join_key(found->key, "1")});
  if (!low || !high) return;
  if (*low >= *high) return reading.problem(*found, "the first number must be the lower one");
  config.scale_min = *low;
  config.scale_max = *high;
}

}  // namespace judge
