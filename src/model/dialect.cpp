#include "model/dialect.hpp"

#include "model/anthropic.hpp"
#include "model/azure.hpp"
#include "model/bedrock.hpp"
#include "model/gemini.hpp"
#include "model/openai.hpp"
#include "model/reply_text.hpp"
#include "model/responses.hpp"

namespace judge {
namespace {

std::string_view code(TransportError::Kind kind) {
  using Kind = TransportError::Kind;
  switch (kind) {
    case Kind::dns:
      return "dns";
    case Kind::refused:
      return "refused";
    case Kind::tls:
      return "tls";
    case Kind::timeout:
      return "timeout";
    case Kind::reset:
      return "reset";
    case Kind::malformed:
      return "malformed";
    case Kind::too_large:
      return "too_large";
    case Kind::redirect:
      return "redirect";
    case Kind::cancelled:
      return "cancelled";
    case Kind::other:
      break;
  }
  return "transport";
}

}  // namespace

std::string_view name(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::rate_limit:
      return "rate_limit";
    case ErrorClass::transient:
      return "transient";
    case ErrorClass::billing:
      return "billing";
    case ErrorClass::auth:
      return "auth";
    case ErrorClass::sample:
      return "sample";
    case ErrorClass::config:
      break;
  }
  return "config";
}

std::unique_ptr<Dialect> make_dialect(Provider provider, Api api) {
  switch (provider) {
    case Provider::anthropic:
      return std::make_unique<AnthropicDialect>();
    case Provider::gemini:
      return std::make_unique<GeminiDialect>();
    case Provider::azure:
      return std::make_unique<AzureDialect>();
    case Provider::bedrock:
      return std::make_unique<BedrockDialect>();
    case Provider::openai:
      if (api == Api::responses) return std::make_unique<ResponsesDialect>();
      break;
    case Provider::mock:
      break;
  }
  return std::make_unique<OpenAiDialect>();
}

std::unique_ptr<Dialect> make_dialect(const ModelConfig& model) {
  return make_dialect(model.provider, model.api);
}

CallError classify(const TransportError& error) {
  CallError call;
  // A redirect that may not be followed is a wrong base_url: trying again leads to the same place.
  call.error_class =
      error.kind == TransportError::Kind::redirect ? ErrorClass::config : ErrorClass::transient;
  call.code = code(error.kind);
  call.message = cut(error.message);
  call.possibly_billed = error.request_sent;
  return call;
}

}  // namespace judge
