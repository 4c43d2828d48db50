#include <nlohmann/json.hpp>

#include "report/models_text.hpp"

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

json limits_json(const ModelConfig& model) {
  const auto& connections = model.max_connections;
  return {{"max_connections", connections.max},
          {"start", connections.automatic ? json(connections.start) : json()},
          {"rpm", or_null(model.rpm)},
          {"burst", or_null(model.burst)},
          {"tpm", or_null(model.tpm)},
          {"token_burst", or_null(model.token_burst)}};
}

json retry_json(const RetryConfig& retry) {
  return {{"max", retry.max},
          {"base_ms", retry.base.count()},
          {"cap_ms", retry.cap.count()},
          {"retry_after_cap_ms", retry.retry_after_cap.count()},
          {"give_up_after_ms", retry.give_up_after.count()}};
}

json hedge_json(const std::optional<HedgeConfig>& hedge) {
  if (!hedge) return nullptr;
  return {{"after", hedge->after}, {"max_share", hedge->max_share}};
}

json price_json(const Price& price) {
  return {{"input", or_null(price.input)},
          {"cached_input", or_null(price.cached_input)},
          {"output", or_null(price.output)}};
}

json fallback_json(const FallbackConfig& fallback) {
  return {{"models", fallback.models},
          {"on_dead", fallback.on_dead},
          {"on_content_filter", fallback.on_content_filter}};
}

json model_json(const Config& config, const ModelConfig& model) {
  auto keys = json::array();
  for (const auto& key : model.api_keys) keys.push_back(key.source);
  auto headers = json::array();
  for (const auto& [name, value] : model.headers) headers.push_back(name);
  return {
      {"name", model.name},
      {"provider", provider_name(model.provider)},
      {"url", or_null(request_url(model))},
      {"model", model.model},
      {"used_by", uses_of(config, model.name)},
      {"keys", std::move(keys)},
      {"headers", std::move(headers)},
      {"limits", limits_json(model)},
      {"timeout_ms",
       {{"connect", model.timeout.connect.count()}, {"attempt", model.timeout.attempt.count()}}},
      {"max_response", model.max_response},
      {"retry", retry_json(model.retry)},
      {"hedge", hedge_json(model.hedge)},
      {"price", price_json(model.price)},
      {"fallback", fallback_json(model.fallback)},
      {"ca_file", or_null(model.ca_file.string())},
      {"params", model.params}};
}

}  // namespace

std::string models_json(const Config& config) {
  auto all = json::array();
  for (const auto& model : config.models) all.push_back(model_json(config, model));
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace judge
