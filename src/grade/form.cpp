#include "grade/form.hpp"

#include <fmt/format.h>

#include <cmath>

#include "grade/said.hpp"

namespace judge {
namespace {

using nlohmann::json;

bool whole(const JudgeConfig& config) {
  return std::trunc(config.scale_min) == config.scale_min &&
         std::trunc(config.scale_max) == config.scale_max;
}

json labels(const JudgeConfig& config) {
  auto labels = json::array();
  for (const auto& choice : config.choices) labels.push_back(choice.label);
  return labels;
}

json verdict_property(const JudgeConfig& config) {
  if (config.method == Method::choice) return {{"type", "string"}, {"enum", labels(config)}};
  return {{"type", whole(config) ? "integer" : "number"},
          {"minimum", number_json(config.scale_min)},
          {"maximum", number_json(config.scale_max)}};
}

std::string_view verdict_key(const JudgeConfig& config) {
  return config.method == Method::choice ? "choice" : "score";
}

}  // namespace

json verdict_schema(const JudgeConfig& config) {
  const std::string key(verdict_key(config));
  return {{"type", "object"},
          {"properties", {{"explanation", {{"type", "string"}}}, {key, verdict_property(config)}}},
          {"required", {"explanation", key}},
          {"additionalProperties", false}};
}

std::string verdict_form(const JudgeConfig& config) {
  constexpr std::string_view start =
      "Reply with one JSON object and nothing else. First explain in a few sentences, then give "
      "your verdict:\n";
  if (config.method == Method::choice) {
    std::string list;
    for (const auto& label : labels(config))
      list +=
          (list.empty() ? "" : ", ") + label.dump(-1, ' ', false, json::error_handler_t::replace);
    return fmt::format("{}{{\"explanation\": \"...\", \"choice\": LABEL}}\nLABEL is one of {}.",
                       start, list);
  }
  return fmt::format(
      "{}{{\"explanation\": \"...\", \"score\": NUMBER}}\nNUMBER is a {} on the scale from {} to "
      "{}.",
      start, whole(config) ? "whole number" : "number", config.scale_min, config.scale_max);
}

}  // namespace judge
