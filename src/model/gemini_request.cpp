#include <algorithm>
#include <array>

#include "model/content.hpp"
#include "model/gemini.hpp"
#include "model/request_headers.hpp"
#include "model/schema_subset.hpp"
#include "model/url.hpp"

namespace judge {
namespace {

using nlohmann::json;

/// Of params; all others go into generationConfig.
constexpr std::array<std::string_view, 7> of_the_request{
    "safetySettings", "tools", "toolConfig", "cachedContent", "labels", "serviceTier", "store"};

OrderedJson part_of(const json& part) {
  if (const auto text = text_in(part)) return {{"text", *text}};
  const auto image = image_in(part);
  if (!image) return part;
  if (!image->url.empty()) return {{"fileData", {{"fileUri", image->url}}}};
  return {{"inlineData", {{"mimeType", image->media_type}, {"data", image->data}}}};
}

OrderedJson contents_of(const ChatRequest& request) {
  auto contents = OrderedJson::array();
  for (const auto& message : request.messages) {
    if (is_system(message)) continue;
    auto parts = OrderedJson::array();
    for (const auto& part : parts_of(message)) parts.push_back(part_of(part));
    contents.push_back(
        {{"role", message.role == "assistant" ? "model" : "user"}, {"parts", parts}});
  }
  return contents;
}

/// Properties come in any order unless one is named: reasons have to come before the verdict.
void name_order(OrderedJson& schema) {
  if (!schema.is_object()) return;
  if (const auto properties = schema.find("properties"); properties != schema.end()) {
    auto names = OrderedJson::array();
    for (auto& [name, inner] : properties->items()) {
      names.push_back(name);
      name_order(inner);
    }
    schema["propertyOrdering"] = names;
  }
  if (const auto items = schema.find("items"); items != schema.end()) name_order(*items);
}

OrderedJson schema_of(const ChatRequest& request) {
  auto schema = schema_subset(OrderedJson::parse(request.schema),
                              {"type", "format", "title", "description", "nullable", "enum",
                               "properties", "required", "items", "anyOf", "minItems", "maxItems",
                               "minimum", "maximum", "minLength", "maxLength", "pattern"});
  name_order(schema);
  return schema;
}

/// What the user has set stays.
void ask_for_json(OrderedJson& config, const ChatRequest& request) {
  if (request.format == ReplyFormat::text || config.contains("responseMimeType")) return;
  config["responseMimeType"] = "application/json";
  if (request.format == ReplyFormat::json_schema && !config.contains("responseJsonSchema"))
    config["responseSchema"] = schema_of(request);
}

void ask_for_logprobs(OrderedJson& config, const ChatRequest& request) {
  if (request.top_logprobs == 0 || config.contains("responseLogprobs")) return;
  config["responseLogprobs"] = true;
  config["logprobs"] = request.top_logprobs;
}

}  // namespace

std::string GeminiDialect::url(const ModelConfig& model) const {
  const auto& base = model.base_url;
  const bool versioned =
      base.ends_with("/v1") || base.ends_with("/v1beta") || base.ends_with("/v1alpha");
  const auto version = versioned ? "" : "/" + model.api_version;
  const bool whole = model.model.contains('/');  // "tunedModels/…"
  const auto name = whole ? model.model : "models/" + percent_encoded(model.model);
  return url_with(base + version + "/" + name + ":generateContent", model.query);
}

std::vector<Header> GeminiDialect::headers(const ModelConfig& model, const Secret* key) const {
  if (!key) return request_headers(model, {});
  return request_headers(model, {{"x-goog-api-key", key->reveal()}});
}

std::string GeminiDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  OrderedJson body = OrderedJson::object();
  OrderedJson config = model.params.value("generationConfig", json::object());
  for (const auto& [name, value] : model.params.items()) {
    if (name == "generationConfig") continue;
    const bool of_request = std::ranges::find(of_the_request, name) != of_the_request.end();
    (of_request ? body : config)[name] = value;
  }
  ask_for_json(config, request);
  ask_for_logprobs(config, request);
  if (const auto system = system_text(request); !system.empty())
    body["systemInstruction"] = {{"parts", {{{"text", system}}}}};
  body["contents"] = contents_of(request);
  if (!config.empty()) body["generationConfig"] = config;
  return dump(body);
}

}  // namespace judge
