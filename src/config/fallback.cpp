// [models.<name>] fallback
#include "config/fallback.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

constexpr std::string_view dead = "dead";
constexpr std::string_view content_filter = "content_filter";

// Those of `known` that the key names: one at least, none twice, and not `own`.
std::vector<std::string> read_some(Section& section, std::string_view key, std::string_view kind,
                                   std::vector<std::string> known, const std::string& own) {
  std::vector<std::string> names;
  const auto texts = section.strings(key);
  if (!texts) return names;
  std::erase(known, own);
  Reading& reading = section.reading();
  if (texts->empty()) reading.problem(section.entry(key), fmt::format("is empty: name a {}", kind));
  for (const auto& [entry, name] : *texts) {
    const std::string shown = printable(name, 60);
    if (!own.empty() && name == own) {
      reading.problem(entry, fmt::format("\"{}\" cannot stand in for itself", shown));
    } else if (!is_among(name, known)) {
      reading.problem(entry,
                      fmt::format("there is no {} \"{}\"{}", kind, shown, suggest(name, known)));
    } else if (is_among(name, names)) {
      reading.problem(entry, fmt::format("names \"{}\" twice", shown));
    } else {
      names.push_back(name);
    }
  }
  return names;
}

FallbackConfig read_table(Section section, const std::string& own,
                          const std::vector<std::string>& models) {
  FallbackConfig fallback;
  fallback.models = read_some(section, "models", "model", models, own);
  if (!section.has("models"))
    section.missing("models", "name those of [models] that stand in for this one");
  const auto reasons =
      read_some(section, "on", "reason", {std::string(dead), std::string(content_filter)}, "");
  if (section.has("on")) {
    fallback.on_dead = is_among(dead, reasons);
    fallback.on_content_filter = is_among(content_filter, reasons);
  }
  section.refuse_unknown();
  return fallback;
}

}  // namespace

FallbackConfig read_fallback(Section& model, const std::string& own,
                             const std::vector<std::string>& models) {
  const auto found = model.find("fallback");
  if (!found) return {};
  if (const auto* table = found->node->as_table())
    return read_table(Section(*table, found->key, model.reading()), own, models);
  FallbackConfig fallback;
  fallback.models = read_some(model, "fallback", "model", models, own);
  return fallback;
}

std::vector<std::string> with_fallbacks(const Config& config, std::vector<std::string> models) {
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto model = std::ranges::find(config.models, models[i], &ModelConfig::name);
    if (model == config.models.end()) continue;  // refused already
    for (const auto& other : model->fallback.models)
      if (!is_among(other, models)) models.push_back(other);
  }
  return models;
}

}  // namespace judge
