// [generate], and what it has in common with a judge.
#include <fmt/format.h>

#include "base/text.hpp"
#include "config/prompt_text.hpp"
#include "config/sections.hpp"

namespace judge {

std::vector<std::string> read_model_names(Section& stage, const std::vector<std::string>& known) {
  std::vector<std::string> names;
  const auto texts = stage.strings("models");
  if (!texts) return names;
  Reading& reading = stage.reading();
  if (texts->empty()) reading.problem(stage.entry("models"), "is empty: name one of [models]");
  for (const auto& [entry, name] : *texts) {
    if (!is_among(name, known)) {
      reading.problem(entry, fmt::format("there is no model \"{}\"{}", printable(name, 60),
                                         suggest(name, known)));
    } else if (is_among(name, names)) {
      reading.problem(entry, fmt::format("names \"{}\" twice", printable(name, 60)));
    } else {
      names.push_back(name);
    }
  }
  return names;
}

std::optional<GenerateConfig> read_generate(Section& root, const std::vector<std::string>& models) {
  auto section = root.table("generate");
  if (!section) return std::nullopt;
  GenerateConfig generate;
  generate.models = read_model_names(*section, models);
  if (!section->has("models")) section->missing("models", "name those of [models] that answer");
  put(generate.system, read_system(*section, "system"));
  put(generate.prompt, read_prompt(*section, "prompt"));
  section->refuse_unknown();
  return generate;
}

}  // namespace judge
