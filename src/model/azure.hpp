#pragma once

#include "model/openai.hpp"

namespace judge {

/// OpenAI's chat completions as Azure serves them: a deployment in the path, the version in the
/// query, the key in a header of its own.
class AzureDialect final : public OpenAiDialect {
 public:
  std::string url(const ModelConfig& model) const override;
  std::vector<Header> headers(const ModelConfig& model, const Secret* key) const override;
};

}  // namespace judge
