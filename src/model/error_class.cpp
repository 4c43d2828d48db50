#include "model/error_class.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace judge {
namespace {

struct Named {
  std::string_view word;
  ErrorClass error_class;
};

/// Codes and types that tell more than the status they come with. First match wins.
constexpr std::array named = std::to_array<Named>({
    {"insufficient_quota", ErrorClass::billing},
    {"credit_balance_exhausted", ErrorClass::billing},
    {"organization_spend_limit_exceeded", ErrorClass::billing},
    {"project_spend_limit_exceeded", ErrorClass::billing},
    {"organization_usage_limit_exceeded", ErrorClass::billing},
    {"enforced_spend_limit_reached", ErrorClass::billing},
    {"contract_spend_limit_reached", ErrorClass::billing},
    {"billing_error", ErrorClass::billing},
    {"billing_not_active", ErrorClass::billing},
    {"billing_hard_limit_reached", ErrorClass::billing},
    {"invalid_api_key", ErrorClass::auth},
    {"account_deactivated", ErrorClass::auth},
    {"context_length_exceeded", ErrorClass::sample},
    {"exceed_context_size_error", ErrorClass::sample},  // llama.cpp
    {"string_above_max_length", ErrorClass::sample},
    {"content_filter", ErrorClass::sample},
    {"content_policy_violation", ErrorClass::sample},
    {"unsupported_parameter", ErrorClass::config},
    {"unsupported_value", ErrorClass::config},
    {"unknown_parameter", ErrorClass::config},
    {"invalid_model", ErrorClass::config},
    {"model_not_found", ErrorClass::config},
});

/// What only counts where HTTP itself said 200 and the body has no status of its own.
constexpr std::array without_status = std::to_array<Named>({
    {"rate_limit_exceeded", ErrorClass::rate_limit},
    {"rate_limit_error", ErrorClass::rate_limit},
    {"slow_down", ErrorClass::rate_limit},
    {"authentication_error", ErrorClass::auth},
    {"permission_error", ErrorClass::auth},
    {"invalid_request_error", ErrorClass::sample},
});

template <std::size_t n>
std::optional<ErrorClass> look_up(const std::array<Named, n>& table, const ErrorFields& fields) {
  for (const auto& entry : table)
    for (const auto word : {fields.code, fields.type, fields.detail_code})
      if (word == entry.word) return entry.error_class;
  return std::nullopt;
}

ErrorClass by_status(const ErrorFields& fields) {
  switch (fields.status) {
    case 401:
    case 403:
      return ErrorClass::auth;
    case 402:  // OpenRouter: worth another try exactly where it says when
      return fields.asks_to_wait ? ErrorClass::transient : ErrorClass::billing;
    case 429:
      return ErrorClass::rate_limit;
    case 408:
    case 409:
    case 425:
      return ErrorClass::transient;
    case 404:
    case 405:
    case 410:
    case 415:
      return ErrorClass::config;  // of the URL or the model, not of this sample
  }
  if (fields.status >= 300 && fields.status < 400) return ErrorClass::config;
  // Any other 4xx may be about this sample alone; if it is not, the first samples all fail alike,
  // and the run stops for that.
  if (fields.status >= 400 && fields.status < 500) return ErrorClass::sample;
  return ErrorClass::transient;
}

}  // namespace

ErrorClass error_class(const ErrorFields& fields) {
  if (const auto known = look_up(named, fields)) return *known;
  if (fields.status == 400 && fields.param == "model") return ErrorClass::config;
  if (fields.status == 403 && fields.moderated) return ErrorClass::sample;
  if (fields.status >= 200 && fields.status < 300)
    return look_up(without_status, fields).value_or(ErrorClass::transient);
  return by_status(fields);
}

bool possibly_billed(int status) {
  // Providers do not bill their own errors; but a gateway that gave up leaves the model at work.
  constexpr std::array gateway_gave_up{408, 502, 504, 522, 524};
  return status < 300 || std::ranges::find(gateway_gave_up, status) != gateway_gave_up.end();
}

}  // namespace judge
