// [models.<name>]
#include <algorithm>

#include "base/text.hpp"
#include "config/providers.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

std::optional<Provider> read_provider(Section& section) {
  if (!section.has("provider")) return Provider::openai;
  std::vector<std::string> names;
  for (const auto& known : provider_defaults()) names.emplace_back(known.name);
  const auto text = section.one_of("provider", names);
  const auto known = provider_defaults();
  const auto found = std::ranges::find(known, text.value_or(""), &ProviderDefaults::name);
  return found == known.end() ? std::nullopt : std::optional(found->provider);
}

void read_mode(Section& section, ModelConfig& model) {
  if (const auto mode = section.one_of("mode", {"online", "batch", "hybrid"}))
    model.mode = *mode == "batch" ? Mode::batch : *mode == "hybrid" ? Mode::hybrid : Mode::online;
  const bool has_batches = model.api == Api::chat && (model.provider == Provider::openai ||
                                                      model.provider == Provider::anthropic ||
                                                      model.provider == Provider::mock);
  if (model.mode != Mode::online && !has_batches)
    section.reading().problem(
        section.entry("mode"),
        "there are batches for provider = \"openai\" (not api = \"responses\") and \"anthropic\" "
        "only: leave it out");
  put(model.batch_wait, section.duration("batch_wait"));
}

void read_model_id(Section& section, ModelConfig& model, std::optional<Provider> provider) {
  const auto id = section.line("model");
  if (id) {
    model.model = *id;
  } else if (provider == Provider::mock) {
    model.model = "mock-judge";
  } else if (!section.has("model")) {
    section.missing("model", "write the provider's name for it");
  }
}

ModelConfig read_model(Section section, const std::string& name,
                       const std::vector<std::string>& names) {
  ModelConfig model;
  model.name = name;
  const auto provider = read_provider(section);
  model.provider = provider.value_or(Provider::openai);
  read_model_id(section, model, provider);
  model.params = read_params(section);
  read_endpoint(section, model, provider);
  model.max_connections = read_concurrency(section);
  put(model.rpm, section.positive("rpm"));
  put(model.burst, section.positive("burst"));
  put(model.tpm, section.positive("tpm"));
  put(model.token_burst, section.positive("token_burst"));
  model.headers = read_headers(section);
  model.query = read_query(section);
  model.timeout = read_timeout(section);
  put(model.max_response, read_max_response(section));
  model.retry = read_retry(section);
  model.hedge = read_hedge(section);
  model.fallback = read_fallback(section, name, names);
  read_prices(section, model);
  read_connection(section, model);
  read_mode(section, model);
  model.mock = read_mock(section, provider);
  section.refuse_unknown();
  return model;
}

bool name_is_usable(Reading& reading, const Entry& entry, const std::string& name) {
  if (!trim(name).empty() && !has_control_character(name)) return true;
  reading.problem(entry, "a model's name must not be empty or contain a control character");
  return false;
}

}  // namespace

std::vector<ModelConfig> read_models(Section& root, std::vector<std::string>& names) {
  std::vector<ModelConfig> models;
  auto section = root.table("models");
  if (!section) return models;
  const auto entries = section->entries();
  for (const auto& [entry, name] : entries) names.push_back(name);
  for (const auto& [entry, name] : entries) {
    const auto* table = entry.node->as_table();
    if (table == nullptr) {
      wrong_type(root.reading(), entry, "a table");
    } else if (name_is_usable(root.reading(), entry, name)) {
      models.push_back(read_model(Section(*table, entry.key, root.reading()), name, names));
    }
  }
  return models;
}

}  // namespace judge
