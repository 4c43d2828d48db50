#include <fmt/format.h>

#include "base/text.hpp"
#include "doctor/advice.hpp"

namespace judge {
namespace {

/// "401 invalid_api_key: Incorrect API key provided".
std::string said(const CallError& error, int status) {
  const auto generic = fmt::format("http_{}", status);
  auto text = status > 0 ? fmt::to_string(status) : std::string();
  if (error.code != generic) text += (text.empty() ? "" : " ") + error.code;
  return error.message.empty() ? text : text + ": " + error.message;
}

std::string where_to_put_a_key(const ModelConfig& model, const ApiKey* key) {
  if (!key) return fmt::format("it wants a key: name one in [models.{}] api_keys", model.name);
  const std::string_view source = key->source;
  constexpr std::string_view variable = "env:";
  constexpr std::string_view file = "file:";
  if (source.starts_with(variable))
    return fmt::format("export a valid key as {}", source.substr(variable.size()));
  if (source.starts_with(file))
    return fmt::format("write a valid key into {}", source.substr(file.size()));
  return fmt::format("put a valid key into [models.{}] api_keys", model.name);
}

bool is_of_the_model(const CallError& error) {
  return error.code == "model_not_found" || error.code == "invalid_model";
}

Advice wrong_config(const CallError& error, int status, const ModelConfig& model) {
  if (is_of_the_model(error))
    return {.what = fmt::format("it has no model \"{}\" ({})", model.model, said(error, status)),
            .remedy = fmt::format("correct [models.{}] model", model.name)};
  constexpr int not_found = 404;
  constexpr int not_allowed = 405;
  if (status == not_found || status == not_allowed)
    return {.what = fmt::format("nothing answers at that path, or not for this model ({})",
                                said(error, status)),
            .remedy = fmt::format("correct [models.{0}] base_url, which mostly ends in /v1, or "
                                  "[models.{0}] model",
                                  model.name)};
  return {.what = fmt::format("it refuses the request ({})", said(error, status)),
          .remedy = fmt::format("look at [models.{}] params", model.name)};
}

Advice fault(const CallError& error, int status) {
  constexpr int success = 200;
  if (status == success)
    return {.what = fmt::format("what answers there is no model's API ({})", said(error, status)),
            .remedy = "correct base_url: it mostly ends in /v1"};
  return {.level = Level::warning,
          .what = fmt::format("it has a fault at the moment ({})", said(error, status)),
          .remedy = "try again in a while; a run goes on trying"};
}

}  // namespace

Advice advice_on(const CallError& error, int status, const ModelConfig& model, const ApiKey* key) {
  switch (error.error_class) {
    case ErrorClass::auth:
      return {.what = fmt::format("it is refused ({})", said(error, status)),
              .remedy = where_to_put_a_key(model, key)};
    case ErrorClass::billing:
      return {.what = fmt::format("its account is out of money or quota ({})", said(error, status)),
              .remedy = fmt::format("pay in, or take it out of [models.{}] api_keys", model.name)};
    case ErrorClass::rate_limit:
      return {.level = Level::warning,
              .what = fmt::format("its rate is used up at the moment ({})", said(error, status)),
              .remedy = "see who else uses the account; a run waits, and goes on"};
    case ErrorClass::transient:
      return fault(error, status);
    case ErrorClass::config:
      return wrong_config(error, status, model);
    case ErrorClass::sample:
      break;
  }
  return {.what = fmt::format("it refuses even a small request ({})", said(error, status)),
          .remedy = fmt::format("look at [models.{}] params", model.name)};
}

}  // namespace judge
