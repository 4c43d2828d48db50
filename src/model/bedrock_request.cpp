#include <algorithm>
#include <array>

#include "model/bedrock.hpp"
#include "model/content.hpp"
#include "model/request_headers.hpp"
#include "model/schema_subset.hpp"
#include "model/url.hpp"

namespace judge {
namespace {

using nlohmann::json;

/// Of params: Converse's own. Others are the model's, and go into additionalModelRequestFields.
constexpr std::array<std::string_view, 9> of_the_request{
    "inferenceConfig",   "additionalModelRequestFields",
    "guardrailConfig",   "toolConfig",
    "performanceConfig", "requestMetadata",
    "serviceTier",       "additionalModelResponseFieldPaths",
    "outputConfig"};
constexpr std::array<std::string_view, 4> of_inference{"maxTokens", "temperature", "topP",
                                                       "stopSequences"};

OrderedJson part_of(const json& part) {
  if (const auto text = text_in(part)) return {{"text", *text}};
  const auto image = image_in(part);
  if (!image || image->data.empty()) return part;
  const auto format = image->media_type.substr(image->media_type.find('/') + 1);
  return {{"image", {{"format", format}, {"source", {{"bytes", image->data}}}}}};
}

OrderedJson messages_of(const ChatRequest& request) {
  auto messages = OrderedJson::array();
  for (const auto& message : request.messages) {
    if (is_system(message)) continue;
    auto parts = OrderedJson::array();
    for (const auto& part : parts_of(message)) parts.push_back(part_of(part));
    messages.push_back({{"role", message.role}, {"content", parts}});
  }
  return messages;
}

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

OrderedJson params_of(const ModelConfig& model) {
  OrderedJson body = OrderedJson::object();
  for (const auto& [name, value] : model.params.items())
    if (is_one_of(of_the_request, name)) body[name] = value;
  for (const auto& [name, value] : model.params.items()) {
    if (is_one_of(of_the_request, name)) continue;
    const auto* where =
        is_one_of(of_inference, name) ? "inferenceConfig" : "additionalModelRequestFields";
    body[where][name] = value;
  }
  return body;
}

/// There is no weaker form than a schema but words.
void ask_for_schema(OrderedJson& body, const ChatRequest& request) {
  if (request.format != ReplyFormat::json_schema || body.contains("outputConfig")) return;
  const auto schema =
      schema_subset(OrderedJson::parse(request.schema),
                    {"type", "properties", "required", "additionalProperties", "enum", "const",
                     "items", "anyOf", "description", "title", "$defs", "$ref"});
  body["outputConfig"]["textFormat"] = {
      {"type", "json_schema"},
      {"structure", {{"jsonSchema", {{"schema", dump(schema)}, {"name", request.schema_name}}}}}};
}

}  // namespace

std::string BedrockDialect::url(const ModelConfig& model) const {
  return url_with(model.base_url + "/model/" + percent_encoded(model.model) + "/converse",
                  model.query);
}

std::vector<Header> BedrockDialect::headers(const ModelConfig& model, const Secret* key) const {
  if (!key) return request_headers(model, {});
  return request_headers(model, {{"Authorization", "Bearer " + key->reveal()}});
}

std::string BedrockDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  auto body = params_of(model);
  if (const auto system = system_text(request); !system.empty())
    body["system"] = {{{"text", system}}};
  body["messages"] = messages_of(request);
  ask_for_schema(body, request);
  return dump(body);
}

}  // namespace judge
