#include "model/endpoint.hpp"

namespace judge {
namespace {

/// Only of an AWS key, which is not sent but signs.
std::optional<AwsSigner> signer(const ModelConfig& model, const ApiKey& key) {
  if (key.aws_id.empty()) return std::nullopt;
  return AwsSigner{.id = key.aws_id,
                   .secret = key.value,
                   .session = key.aws_session,
                   .region = model.region,
                   .service = "bedrock"};
}

}  // namespace

Endpoint endpoint_of(const Dialect& dialect, const ModelConfig& model, const ApiKey* key) {
  auto aws = key ? signer(model, *key) : std::nullopt;
  return {.url = dialect.url(model),
          .headers = dialect.headers(model, key && !aws ? &key->value : nullptr),
          .connect_timeout = model.timeout.connect,
          .attempt_timeout = model.timeout.attempt,
          .max_response = model.max_response,
          .ca_file = model.ca_file.string(),
          .client_cert = model.client_cert.string(),
          .client_key = model.client_key.string(),
          .proxy = model.proxy,
          .unix_socket = model.unix_socket,
          .aws = std::move(aws)};
}

}  // namespace judge
