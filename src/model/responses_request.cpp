#include "model/content.hpp"
#include "model/request_headers.hpp"
#include "model/responses.hpp"
#include "model/url.hpp"

namespace judge {
namespace {

using nlohmann::json;

OrderedJson part_of(const json& part, bool ours) {
  if (const auto text = text_in(part))
    return {{"type", ours ? "output_text" : "input_text"}, {"text", *text}};
  const auto image = image_in(part);
  if (!image) return part;
  const auto url =
      image->url.empty() ? "data:" + image->media_type + ";base64," + image->data : image->url;
  return {{"type", "input_image"}, {"image_url", url}};
}

OrderedJson content_of(const Message& message) {
  if (!message.content.is_array()) return message.content;
  auto parts = OrderedJson::array();
  for (const auto& part : message.content)
    parts.push_back(part_of(part, message.role == "assistant"));
  return parts;
}

OrderedJson input_of(const ChatRequest& request) {
  auto input = OrderedJson::array();
  for (const auto& message : request.messages)
    if (!is_system(message))
      input.push_back({{"role", message.role}, {"content", content_of(message)}});
  return input;
}

/// What the user has set stays.
void ask_for_json(OrderedJson& body, const ChatRequest& request) {
  if (request.format == ReplyFormat::text) return;
  auto& format = body["text"]["format"];
  if (!format.is_null()) return;
  if (request.format == ReplyFormat::json_object)
    format = {{"type", "json_object"}};
  else
    format = {{"type", "json_schema"},
              {"name", request.schema_name},
              {"strict", true},
              {"schema", OrderedJson::parse(request.schema)}};
}

void ask_for_logprobs(OrderedJson& body, const ChatRequest& request) {
  if (request.top_logprobs == 0 || body.contains("top_logprobs")) return;
  body["top_logprobs"] = request.top_logprobs;
  body["include"].push_back("message.output_text.logprobs");
}

}  // namespace

std::string ResponsesDialect::url(const ModelConfig& model) const {
  return url_with(model.base_url + "/responses", model.query);
}

std::vector<Header> ResponsesDialect::headers(const ModelConfig& model, const Secret* key) const {
  if (!key) return request_headers(model, {});
  return request_headers(model, {{"Authorization", "Bearer " + key->reveal()}});
}

std::string ResponsesDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  OrderedJson body = model.params;
  body["model"] = model.model;
  if (!body.contains("store"))
    body["store"] = false;  // the provider's default keeps all it is sent
  if (const auto system = system_text(request); !system.empty()) body["instructions"] = system;
  body["input"] = input_of(request);
  ask_for_json(body, request);
  ask_for_logprobs(body, request);
  return dump(body);
}

}  // namespace judge
