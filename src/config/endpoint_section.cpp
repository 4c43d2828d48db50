// Where a model is, and who it is asked as.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/aws_keys.hpp"
#include "config/keys.hpp"
#include "config/providers.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

// A mock stands in for any provider, so what only some of them know is no mistake there.
void only_for(Section& section, std::string_view key, std::optional<Provider> provider,
              std::initializer_list<Provider> who) {
  if (!section.find(key) || !provider || *provider == Provider::mock ||
      std::ranges::find(who, *provider) != who.end())
    return;
  std::string names;
  for (const auto other : who)
    names += fmt::format("{}\"{}\"", names.empty() ? "" : " and ", defaults_of(other).name);
  section.reading().problem(section.entry(key), "is only for provider = " + names);
}

const Preset* read_preset(Section& section, ModelConfig& model, std::optional<Provider> provider) {
  std::vector<std::string> names;
  for (const auto& preset : presets()) names.emplace_back(preset.name);
  const auto name = section.one_of("preset", names);
  only_for(section, "preset", provider, {Provider::openai});
  if (!name) return nullptr;
  model.preset = *name;
  return find_preset(*name);
}

void apply_quirks(Section& section, ModelConfig& model, const Preset& preset) {
  auto& params = model.params;
  const auto found = params.find("max_completion_tokens");
  if (!preset.only_max_tokens || found == params.end() || params.contains("max_tokens")) return;
  params["max_tokens"] = *found;
  params.erase("max_completion_tokens");
  section.reading().warn(
      section.entry("params"),
      fmt::format("preset \"{}\" does not know max_completion_tokens: sent as max_tokens",
                  preset.name));
}

void read_dialect_keys(Section& section, ModelConfig& model, std::optional<Provider> provider) {
  const auto api = section.one_of("api", {"chat", "responses"});
  if (api == "responses" && provider == Provider::openai) model.api = Api::responses;
  only_for(section, "api", provider, {Provider::openai});
  model.api_version = std::string(defaults_of(model.provider).api_version);
  put(model.api_version, section.line("api_version"));
  only_for(section, "api_version", provider,
           {Provider::anthropic, Provider::gemini, Provider::azure});
  model.deployment = section.line("deployment").value_or(model.model);
  only_for(section, "deployment", provider, {Provider::azure});
  only_for(section, "region", provider, {Provider::bedrock});
}

// Versions from then on refuse what earlier ones took, even at its default value.
void check_sampling(Section& section, const ModelConfig& model) {
  constexpr std::string_view without_sampling = "2026-10-21";
  if (model.provider != Provider::anthropic || model.api_version < without_sampling) return;
  for (const auto* name : {"temperature", "top_p", "top_k"})
    if (model.params.contains(name))
      section.reading().warn(
          section.entry("params"),
          fmt::format("{} is left out: Anthropic's API refuses it from version {} on", name,
                      without_sampling));
}

void read_bedrock(Section& section, ModelConfig& model, bool has_url) {
  model.region = read_region(section);
  if (!has_url && !section.has("base_url"))
    model.base_url = fmt::format("https://bedrock-runtime.{}.amazonaws.com", model.region);
  model.api_keys = section.has("api_keys") ? read_api_keys(section, {}) : read_aws_keys(section);
}

// The variable's key is for the provider's own address: it is not sent anywhere else unasked.
void read_others(Section& section, ModelConfig& model, const Preset* preset, bool has_url) {
  const auto& defaults = defaults_of(model.provider);
  const std::string own(preset ? preset->base_url : defaults.base_url);
  auto variables = defaults.variables;
  if (preset) variables.assign(preset->variable.empty() ? 0 : 1, std::string(preset->variable));
  if (!has_url) model.base_url = own;
  if (model.base_url.empty())
    section.missing("base_url", "write your resource's, such as \"https://NAME.openai.azure.com\"");
  const bool at_home = own.empty() || model.base_url == own;
  model.api_keys = read_api_keys(section, at_home ? variables : std::vector<std::string>{});
}

}  // namespace

// The mock is on loopback and takes any key: what stands here for the real provider does no harm,
// so that `--set models.x.provider=mock` is a rehearsal of a real config.
void read_endpoint(Section& section, ModelConfig& model, std::optional<Provider> provider) {
  const auto* preset = read_preset(section, model, provider);
  if (preset) apply_quirks(section, model, *preset);
  read_dialect_keys(section, model, provider);
  check_sampling(section, model);
  const bool has_url = read_base_url(section, model);
  const bool misspelt = (!preset && section.has("preset")) || (!has_url && section.has("base_url"));
  if (!provider || *provider == Provider::mock || misspelt) {
    model.base_url.clear();
    model.unix_socket.clear();
    return check_api_keys(section);
  }
  if (*provider == Provider::bedrock)
    read_bedrock(section, model, has_url);
  else
    read_others(section, model, preset, has_url);
}

}  // namespace judge
