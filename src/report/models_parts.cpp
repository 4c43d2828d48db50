#include <algorithm>

#include "config/providers.hpp"
#include "model/dialect.hpp"
#include "report/models_text.hpp"

namespace judge {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::string_view provider_name(Provider provider) {
  return defaults_of(provider).name;
}

std::string request_url(const ModelConfig& model) {
  return model.provider == Provider::mock ? "" : make_dialect(model)->url(model);
}

std::vector<std::string> uses_of(const Config& config, const std::string& model) {
  std::vector<std::string> uses;
  if (config.generate && has(config.generate->models, model)) uses.emplace_back("generate");
  for (const auto& judge : config.judges) {
    if (has(judge.models, model)) uses.push_back("judge " + judge.name);
    if (judge.against == model) uses.push_back("the other of each pair of judge " + judge.name);
  }
  for (const auto& other : config.models)
    if (has(other.fallback.models, model)) uses.push_back("fallback of " + other.name);
  return uses;
}

}  // namespace judge
