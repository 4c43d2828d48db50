// [models.<name>]
#include <fmt/format.h>

#include "base/text.hpp"
#include "config/keys.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

const std::vector<std::string> providers = {"openai", "mock"};
const std::vector<std::string> later_providers = {"anthropic", "gemini", "azure"};

std::optional<Provider> read_provider(Section& section) {
  if (!section.has("provider")) return Provider::openai;
  const auto text = section.line("provider");
  if (!text) return std::nullopt;
  if (*text == "openai") return Provider::openai;
  if (*text == "mock") return Provider::mock;
  if (is_among(*text, later_providers)) {
    section.reading().problem(
        section.entry("provider"),
        fmt::format("provider \"{}\" is not available in this version; there are: {}", *text,
                    enumerate(providers)));
  } else {
    section.one_of("provider", providers);
  }
  return std::nullopt;
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

// The mock is on loopback and takes any key: what stands here for the real provider does no harm,
// so that `--set models.x.provider=mock` is a rehearsal of a real config.
void read_endpoint(Section& section, ModelConfig& model, std::optional<Provider> provider) {
  auto base_url = read_base_url(section);
  if (provider != Provider::openai) return check_api_keys(section);
  if (!base_url && section.has("base_url")) return check_api_keys(section);
  model.base_url = base_url.value_or(std::string(openai_base_url));
  model.api_keys = read_api_keys(section, model.base_url);
}

void read_ca_file(Section& section, ModelConfig& model) {
  const auto written = section.string("ca_file");
  if (!written || written->empty() || !section.line("ca_file")) return;
  model.ca_file = section.reading().resolve(*written);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(model.ca_file, ignored)) {
    section.reading().problem(
        section.entry("ca_file"),
        fmt::format("no such file: \"{}\"", section.reading().shown(*written)));
  }
}

ModelConfig read_model(Section section, const std::string& name,
                       const std::vector<std::string>& names) {
  ModelConfig model;
  model.name = name;
  const auto provider = read_provider(section);
  model.provider = provider.value_or(Provider::openai);
  read_model_id(section, model, provider);
  read_endpoint(section, model, provider);
  model.max_connections = read_concurrency(section);
  put(model.rpm, section.positive("rpm"));
  put(model.burst, section.positive("burst"));
  put(model.tpm, section.positive("tpm"));
  put(model.token_burst, section.positive("token_burst"));
  model.params = read_params(section);
  model.headers = read_headers(section);
  model.timeout = read_timeout(section);
  put(model.max_response, read_max_response(section));
  model.retry = read_retry(section);
  model.hedge = read_hedge(section);
  model.fallback = read_fallback(section, name, names);
  model.price = read_price(section);
  section.later("price_file");
  read_ca_file(section, model);
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
