#include <nlohmann/json.hpp>

#include "report/doctor_text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

using json = nlohmann::ordered_json;

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

json or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json usage_json(const std::optional<Usage>& usage) {
  if (!usage) return nullptr;
  return {{"input", usage->input},
          {"cached_input", or_null(usage->cached_input)},
          {"output", usage->output}};
}

json key_json(const ModelConfig& model, const KeyCheck& check) {
  const bool answered = !check.wrong;
  return {{"key", model.api_keys.empty() ? json() : json(model.api_keys[check.key].source)},
          {"answered", answered},
          {"status", check.status > 0 ? json(check.status) : json()},
          {"error_class", or_null(check.error_class)},
          {"code", or_null(check.code)},
          {"latency_ms", check.latency.count()},
          {"response_format", answered ? json(name(check.format)) : json()},
          {"usage", usage_json(check.usage)},
          {"cost_usd", or_null(check.cost_usd)},
          {"rpm", or_null(check.rates.limit_requests)},
          {"tpm", or_null(check.rates.limit_tokens)}};
}

json model_json(const ModelCheck& check) {
  auto keys = json::array();
  for (const auto& key : check.keys) keys.push_back(key_json(*check.model, key));
  return {{"model", check.model->name}, {"calls", std::move(keys)}};
}

}  // namespace

std::string doctor_json(const Examination& examination) {
  auto findings = json::array();
  for (const auto& finding : examination.findings)
    findings.push_back({{"subject", finding.subject},
                        {"level", name(finding.level)},
                        {"what", finding.what},
                        {"remedy", or_null(finding.remedy)}});
  auto models = json::array();
  for (const auto& check : examination.models) models.push_back(model_json(check));
  const json all{{"config", examination.config},
                 {"worst", name(worst(examination.findings))},
                 {"findings", std::move(findings)},
                 {"models", std::move(models)}};
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace judge
