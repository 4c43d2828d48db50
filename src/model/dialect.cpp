#include "model/dialect.hpp"

#include "model/openai.hpp"
#include "model/reply_text.hpp"

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

std::unique_ptr<Dialect> make_dialect(Provider provider) {
  switch (provider) {
    case Provider::openai:
    case Provider::mock:
      break;
  }
  return std::make_unique<OpenAiDialect>();
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

std::optional<double> cost_usd(const Price& price, const std::optional<Usage>& usage) {
  if (!usage) return std::nullopt;
  const auto cached_price = price.cached_input ? price.cached_input : price.input;
  double micro_usd = 0;
  const auto add = [&micro_usd](std::int64_t tokens, std::optional<double> per_million) {
    if (tokens == 0) return true;  // what was not used needs no price
    if (!per_million) return false;
    micro_usd += static_cast<double>(tokens) * *per_million;
    return true;
  };
  const auto cached = usage->cached_input.value_or(0);
  const bool known = add(usage->input - cached, price.input) && add(cached, cached_price) &&
                     add(usage->output, price.output);
  return known ? std::optional(micro_usd / 1e6) : std::nullopt;
}

}  // namespace judge
