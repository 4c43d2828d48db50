// A config file, and below a line of "---" --set options, one a line.
#include <fmt/format.h>

#include "config/load.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "grade/judge.hpp"
#include "results/about.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

constexpr std::string_view key = "sk-planted-in-the-environment";

const std::filesystem::path& folder() {
  static const Scratch scratch;
  static const auto filled = [] {
    write_file(scratch / "data.jsonl", "{\"id\": 1, \"output\": \"yes\"}\n");
    write_file(scratch / "prompt.mustache", "Rate {{output}}");
    write_file(scratch / "schema.json", "{\"type\": \"object\"}");
    write_file(scratch / "key", key);
    return scratch.path();
  }();
  return filled;
}

std::optional<std::string> variable(const std::string& name) {
  return name == "HOME" ? folder().string() : std::string(key);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < 8) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool told_well(const std::vector<Problem>& problems) {
  for (const auto& problem : problems) {
    const auto text = problem.text();
    if (problem.message.empty() || !fit_for_screen(text) || text.contains(key)) return false;
  }
  return true;
}

/// Enough of it to see a value that is not set, or set by chance.
std::string said(const Config& config) {
  const auto& run = config.run;
  auto text =
      fmt::format("{} {} {} {} {} {} {} {} {}\n", run.name, run.output.string(), run.epochs,
                  run.seed, run.drain.count(), static_cast<int>(run.order),
                  config.dataset.path.string(), config.dataset.limit, config.dataset.fields.size());
  for (const auto& model : config.models)
    text += fmt::format("{} {} {} {} {} {} {} {} {} {}\n", model.name, model.base_url,
                        model.api_keys.size(), model.max_connections.max, model.rpm.value_or(-1),
                        model.tpm.value_or(-1), model.params.dump(), model.timeout.attempt.count(),
                        model.retry.max, model.max_response);
  for (const auto& judge : config.judges)
    text += fmt::format("{} {} {} {} {} {} {} {} {}\n", judge.name, static_cast<int>(judge.method),
                        judge.models.size(), judge.prompt.text, judge.scale_min, judge.scale_max,
                        judge.votes, judge.family, judge.criteria.size());
  return text;
}

bool holds_together(const Config& config) {
  const auto known = [&](const std::string& name) {
    return std::ranges::find(config.models, name, &ModelConfig::name) != config.models.end();
  };
  for (const auto& judge : config.judges) {
    if (!std::ranges::all_of(judge.models, known) || !(judge.scale_min < judge.scale_max))
      return false;
    if (const auto made = Judge::make(judge); !made && !fit_for_screen(made.error().message))
      return false;
  }
  for (const auto& model : config.models)
    if (model.max_connections.max < 1 || model.timeout.attempt <= 0ms ||
        !std::ranges::all_of(model.fallback.models, known))
      return false;
  return !config.judges.empty() && config.run.epochs > 0;
}

/// What a run writes beside its results is read again by `report`.
bool described(const Config& config) {
  const auto results = folder() / "results.jsonl";
  write_file(about_path(results), about_json(about(config, 1)));
  const auto again = read_about(results);
  return again && *again && about_json(**again) == about_json(about(config, 1));
}

}  // namespace

std::string broken_property(std::string_view input) {
  if (input.contains(key)) return "";  // libFuzzer reads along
  const auto [text, sets] = parts<2>(input);
  const auto file = folder() / "judge.toml";
  write_file(file, text);
  const auto options = lines_of(sets);
  const auto loaded = load_config(file, options, variable);
  if (!loaded)
    return !loaded.error().empty() && told_well(loaded.error())
               ? ""
               : "what is refused is told in words fit for the screen, without keys";
  if (!told_well(loaded->warnings)) return "warnings are fit for the screen, without keys";
  if (!holds_together(loaded->config)) return "what is loaded has been checked";
  const auto again = load_config(file, options, variable);
  if (!again || said(again->config) != said(loaded->config)) return "twice the same";
  if (!described(loaded->config)) return "what a run writes of its config can be read again";
  return "";
}

}  // namespace judge::test
