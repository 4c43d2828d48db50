#include <array>

#include "model/anthropic.hpp"
#include "model/content.hpp"
#include "model/request_headers.hpp"
#include "model/schema_subset.hpp"
#include "model/url.hpp"

namespace judge {
namespace {

using nlohmann::json;

constexpr std::string_view without_sampling = "2026-10-21";  // and later versions

OrderedJson part_of(const json& part) {
  const auto image = image_in(part);
  if (!image) return part;
  if (!image->url.empty())
    return {{"type", "image"}, {"source", {{"type", "url"}, {"url", image->url}}}};
  return {
      {"type", "image"},
      {"source", {{"type", "base64"}, {"media_type", image->media_type}, {"data", image->data}}}};
}

OrderedJson content_of(const Message& message) {
  if (!message.content.is_array()) return message.content;
  auto parts = OrderedJson::array();
  for (const auto& part : message.content) parts.push_back(part_of(part));
  return parts;
}

/// Text, or the blocks that a dataset has written, which may say what is to be cached.
OrderedJson system_of(const ChatRequest& request) {
  auto blocks = OrderedJson::array();
  bool written = false;
  for (const auto& message : request.messages) {
    if (!is_system(message)) continue;
    written = written || message.content.is_array();
    for (const auto& part : parts_of(message)) blocks.push_back(OrderedJson(part));
  }
  return written ? blocks : OrderedJson(system_text(request));
}

OrderedJson messages_of(const ChatRequest& request) {
  auto messages = OrderedJson::array();
  for (const auto& message : request.messages)
    if (!is_system(message))
      messages.push_back({{"role", message.role}, {"content", content_of(message)}});
  return messages;
}

void leave_out_sampling(OrderedJson& body, const ModelConfig& model) {
  if (model.api_version < without_sampling) return;
  for (const auto* name : {"temperature", "top_p", "top_k"}) body.erase(name);
}

/// There is no weaker form than a schema but words.
void ask_for_schema(OrderedJson& body, const ChatRequest& request) {
  if (request.format != ReplyFormat::json_schema) return;
  auto& format = body["output_config"]["format"];
  if (!format.is_null()) return;  // the user's own
  const auto schema = schema_subset(
      OrderedJson::parse(request.schema),
      {"type", "properties", "required", "additionalProperties", "enum", "const", "items", "anyOf",
       "description", "title", "$defs", "$ref", "default", "format"});
  format = {{"type", "json_schema"}, {"schema", schema}};
}

}  // namespace

std::string AnthropicDialect::url(const ModelConfig& model) const {
  const auto* path = model.base_url.ends_with("/v1") ? "/messages" : "/v1/messages";
  return url_with(model.base_url + path, model.query);
}

std::vector<Header> AnthropicDialect::headers(const ModelConfig& model, const Secret* key) const {
  const Header version{"anthropic-version", model.api_version};
  if (!key) return request_headers(model, {version});
  return request_headers(model, {version, {"x-api-key", key->reveal()}});
}

std::string AnthropicDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  OrderedJson body = model.params;
  leave_out_sampling(body, model);
  body["model"] = model.model;
  if (!body.contains("max_tokens")) body["max_tokens"] = default_max_tokens;
  if (const auto system = system_of(request); !system.empty() && system != "")
    body["system"] = system;
  body["messages"] = messages_of(request);
  ask_for_schema(body, request);
  return dump(body);
}

}  // namespace judge
