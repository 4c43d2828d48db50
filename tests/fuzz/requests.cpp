// Messages of a request, divided by lines of "---".
#include <nlohmann/json.hpp>

#include "fuzz/dialects.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

ModelConfig model_of(Provider provider) {
  ModelConfig model;
  model.provider = provider;
  model.name = model.model = "m";
  model.base_url = "https://host.invalid/v1";
  model.params = {{"temperature", 0.0}};
  return model;
}

ChatRequest request_of(std::string_view input) {
  const auto [system, first, answer, last] = parts<4>(input);
  ChatRequest request;
  for (const auto& [role, text] : {std::pair("system", system), std::pair("user", first),
                                   std::pair("assistant", answer), std::pair("user", last)})
    if (!text.empty()) request.messages.push_back({role, json(std::string(text))});
  if (request.messages.empty()) request.messages.push_back({"user", "hello"});
  return request;
}

/// Whether a string of the value is `text`.
bool holds(const json& value, const std::string& text) {
  if (value.is_string()) return value.get_ref<const std::string&>() == text;
  return std::ranges::any_of(value.is_structured() ? value : json::array(),
                             [&](const json& inner) { return holds(inner, text); });
}

}  // namespace

std::string broken_property(std::string_view input) {
  auto request = request_of(input);
  for (const auto& [provider, dialect] : all_dialects())
    for (const auto format :
         {ReplyFormat::text, ReplyFormat::json_object, ReplyFormat::json_schema}) {
      const auto where = "dialect " + std::to_string(static_cast<int>(provider)) + ": ";
      request.format = format;
      request.schema_name = "verdict";
      request.schema = R"({"type":"object","properties":{"score":{"type":"integer"}}})";
      const auto body = dialect->encode(model_of(provider), request);
      const auto sent = json::parse(body, nullptr, false);
      if (!sent.is_object()) return where + "a body is a JSON object";
      if (body != dialect->encode(model_of(provider), request)) return where + "twice the same";
      const auto& last = request.messages.back().content.get_ref<const std::string&>();
      if (!invalid_utf8(last) && !holds(sent, last)) return where + "what is said arrives as it is";
    }
  return "";
}

}  // namespace judge::test
