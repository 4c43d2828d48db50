#include "model/azure.hpp"

#include <fmt/format.h>

#include "model/request_headers.hpp"
#include "model/url.hpp"

namespace judge {

std::string AzureDialect::url(const ModelConfig& model) const {
  auto query = model.query;
  query.try_emplace("api-version", model.api_version);
  return url_with(fmt::format("{}/openai/deployments/{}/chat/completions", model.base_url,
                              percent_encoded(model.deployment)),
                  query);
}

std::vector<Header> AzureDialect::headers(const ModelConfig& model, const Secret* key) const {
  if (!key) return request_headers(model, {});
  return request_headers(model, {{"api-key", key->reveal()}});
}

}  // namespace judge
