#pragma once

#include "model/dialect.hpp"

namespace judge {

/// Anthropic's Messages.
class AnthropicDialect final : public Dialect {
 public:
  std::string url(const ModelConfig& model) const override;
  std::vector<Header> headers(const ModelConfig& model, const Secret* key) const override;
  std::string encode(const ModelConfig& model, const ChatRequest& request) const override;
  std::expected<ChatReply, CallError> decode(const HttpReply& reply, WallTime now) const override;
};

}  // namespace judge
