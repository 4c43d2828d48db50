#include "grade/form.hpp"

#include <fmt/format.h>

#include <cmath>

#include "grade/said.hpp"

namespace judge {
namespace {

// A model writes the members in the schema's order: the reasons have to come before the verdict.
using json = nlohmann::ordered_json;

bool whole(const JudgeConfig& config) {
  return std::trunc(config.scale_min) == config.scale_min &&
         std::trunc(config.scale_max) == config.scale_max;
}

json labels(const JudgeConfig& config) {
  auto labels = json::array();
  for (const auto& choice : config.choices) labels.push_back(choice.label);
  return labels;
}

json text_property() {
  return {{"type", "string"}};
}

json object(json properties) {
  auto required = json::array();
  for (const auto& [key, value] : properties.items()) required.push_back(key);
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

json score_property(const JudgeConfig& config) {
  return {{"type", whole(config) ? "integer" : "number"},
          {"minimum", json(number_json(config.scale_min))},
          {"maximum", json(number_json(config.scale_max))}};
}

json rubric_schema(const JudgeConfig& config) {
  const json met = {{"type", "boolean"}};
  if (config.ask_each) return object({{"explanation", text_property()}, {"met", met}});
  const auto count = config.criteria.size();
  const json number = {{"type", "integer"}, {"minimum", 1}, {"maximum", count}};
  const auto entry =
      object({{"criterion", number}, {"explanation", text_property()}, {"met", met}});
  return object({{"criteria", {{"type", "array"}, {"items", entry}}}});
}

constexpr std::string_view start =
    "Reply with one JSON object and nothing else. First explain in a few sentences, then give your "
    "verdict:\n";

std::string choice_form(const JudgeConfig& config) {
  std::string list;
  for (const auto& label : labels(config))
    list += (list.empty() ? "" : ", ") + label.dump(-1, ' ', false, json::error_handler_t::replace);
  return fmt::format("{}{{\"explanation\": \"...\", \"choice\": LABEL}}\nLABEL is one of {}.",
                     start, list);
}

std::string score_form(const JudgeConfig& config) {
  return fmt::format(
      "{}{{\"explanation\": \"...\", \"score\": NUMBER}}\nNUMBER is a {} on the scale from {} to "
      "{}.",
      start, whole(config) ? "whole number" : "number", config.scale_min, config.scale_max);
}

std::string pair_form() {
  return fmt::format(
      "{}{{\"explanation\": \"...\", \"winner\": WINNER}}\nWINNER is \"A\" if A is better, \"B\" "
      "if B "
      "is better, \"tie\" if neither is.",
      start);
}

std::string rubric_form(const JudgeConfig& config) {
  if (config.ask_each)
    return fmt::format(
        "{}{{\"explanation\": \"...\", \"met\": MET}}\nMET is true if the criterion is met, else "
        "false.",
        start);
  return fmt::format(
      "Reply with one JSON object and nothing else, with one entry for each of the {} criteria, in "
      "their order; explain in one sentence each, then say whether it is met:\n"
      "{{\"criteria\": [{{\"criterion\": 1, \"explanation\": \"...\", \"met\": MET}}, ...]}}\nMET "
      "is "
      "true or false.",
      config.criteria.size());
}

}  // namespace

json verdict_schema(const JudgeConfig& config) {
  switch (config.method) {
    case Method::choice:
      return object({{"explanation", text_property()},
                     {"choice", {{"type", "string"}, {"enum", labels(config)}}}});
    case Method::pairwise:
      return object({{"explanation", text_property()},
                     {"winner", {{"type", "string"}, {"enum", {"A", "B", "tie"}}}}});
    case Method::rubric:
      return rubric_schema(config);
    default:
      return object({{"explanation", text_property()}, {"score", score_property(config)}});
  }
}

std::string verdict_form(const JudgeConfig& config) {
  if (config.family != "auto" && config.family != "json") return "";
  switch (config.method) {
    case Method::choice:
      return choice_form(config);
    case Method::pairwise:
      return pair_form();
    case Method::rubric:
      return rubric_form(config);
    default:
      return score_form(config);
  }
}

std::string criteria_text(const JudgeConfig& config, std::size_t only) {
  std::string text;
  for (std::size_t i = 0; i < config.criteria.size(); ++i) {
    if (only != 0 && only != i + 1) continue;
    const auto& [words, points] = config.criteria[i];
    text += fmt::format("{}{}. {} ({} point{})", text.empty() ? "" : "\n", i + 1, words, points,
                        points == 1 ? "" : "s");
  }
  return text;
}

}  // namespace judge
