#pragma once

#include "batch/batch_api.hpp"

namespace judge {

/// /v1/messages/batches of Anthropic.
class AnthropicBatches final : public BatchApi {
 public:
  BatchLimits limits() const override;
  void add(std::string& pack, std::string_view key, std::string_view body) const override;
  std::optional<BatchCall> upload(const ModelConfig& model, std::string&& pack) const override;
  BatchCall create(const ModelConfig& model, std::string&& input,
                   const std::string& marker) const override;
  BatchCall look(const ModelConfig& model, const std::string& id) const override;
  BatchCall cancel(const ModelConfig& model, const std::string& id) const override;
  BatchCall fetch(const ModelConfig& model, const std::string& output) const override;
  BatchCall list(const ModelConfig& model) const override;
  std::optional<std::string> id_of(const std::string& reply) const override;
  std::optional<BatchStatus> status_of(const std::string& reply) const override;
  std::optional<BatchLine> line_of(std::string_view line) const override;
  std::vector<ListedBatch> listed(const std::string& reply) const override;
};

}  // namespace judge
