#include "mock/request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge::mock {
namespace {

constexpr int kDeepest = 200;  // real bodies nest to about 20; copies of JSON values recurse
constexpr std::uint64_t kMostTopLogprobs = 20;

using Checked = std::expected<void, ApiError>;

std::unexpected<ApiError> refuse(std::string_view param, std::string message,
                                 std::string_view code = {}) {
  return std::unexpected(
      ApiError{.status = 400, .message = std::move(message), .param = param, .code = code});
}

bool nests_too_deeply(std::string_view body) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kDeepest) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::expected<std::string, ApiError> content_of(const Json& message) {
  if (!message.is_object() || !member(message, "role"))
    return refuse("messages", "Each message needs a role and content.");
  const Json* content = member(message, "content");
  if (!content) return "";
  if (content->is_string()) return content->get<std::string>();
  if (!content->is_array())
    return refuse("messages", "A message's content must be a string or an array of parts.");
  std::string texts;
  for (const Json& part : *content) {
    const Json* text = part.is_object() ? member(part, "text") : nullptr;
    if (text && text->is_string()) texts += text->get_ref<const std::string&>();
  }
  return texts;
}

void append(std::string& prompt, std::string_view content) {
  if (!prompt.empty()) prompt += "\n\n";
  prompt += content;
}

bool has_content(const Json& message) {
  return message.is_object() && member(message, "content");
}

bool is_assistant(const Json& message) {
  return message.is_object() && message.value("role", Json()) == "assistant";
}

Checked read_messages(const Json& body, CompletionRequest& request) {
  const Json* messages = member(body, "messages");
  if (!messages || !messages->is_array() || messages->empty())
    return refuse("messages", "'messages' must be an array of at least one message.");
  request.answered_before = std::ranges::any_of(*messages, is_assistant);
  for (const Json& message : *messages) {
    const auto content = content_of(message);
    if (!content) return std::unexpected(content.error());
    if (!has_content(message)) continue;
    append(request.prompt, *content);
    if (request.answered_before && !is_assistant(message)) append(request.others, *content);
  }
  return {};
}

Checked read_format(Json& body, Format strongest, CompletionRequest& request) {
  const Json* asked = member(body, "response_format");
  if (!asked) return {};
  const Json* type = asked->is_object() ? member(*asked, "type") : nullptr;
  const std::string name = type && type->is_string() ? type->get<std::string>() : "";
  if (name == "json_schema")
    request.format = Format::json_schema;
  else if (name == "json_object")
    request.format = Format::json_object;
  else if (name != "text")
    return refuse("response_format",
                  "'response_format.type' must be json_schema, json_object or text.");
  if (request.format > strongest)
    return refuse(
        "response_format",
        fmt::format("'response_format' of type '{}' is not supported with this model.", name),
        "unsupported_parameter");
  if (request.format != Format::json_schema) return {};
  const auto schema = Json::json_pointer("/response_format/json_schema/schema");
  if (!asked->contains("json_schema") || !body.contains(schema) || !body[schema].is_object())
    return refuse("response_format",
                  "Missing required parameter: 'response_format.json_schema.schema'.");
  request.schema = std::move(body[schema]);
  return {};
}

Checked read_max_tokens(const Json& body, CompletionRequest& request) {
  for (const char* key : {"max_completion_tokens", "max_tokens"}) {
    const Json* value = member(body, key);
    if (!value) continue;
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() == 0)
      return refuse(key, fmt::format("'{}' must be a whole number of at least 1.", key));
    request.max_tokens = value->get<std::uint64_t>();
    return {};
  }
  return {};
}

Checked read_logprobs(const Json& body, CompletionRequest& request) {
  const Json* wanted = member(body, "logprobs");
  if (wanted && !wanted->is_boolean()) return refuse("logprobs", "'logprobs' must be a boolean.");
  request.logprobs = wanted && wanted->get<bool>();
  const Json* top = member(body, "top_logprobs");
  if (!top) return {};
  if (!top->is_number_unsigned() || top->get<std::uint64_t>() > kMostTopLogprobs)
    return refuse("top_logprobs", "'top_logprobs' must be a whole number from 0 to 20.");
  if (!request.logprobs)
    return refuse("top_logprobs", "'top_logprobs' is only for 'logprobs' of true.");
  request.top_logprobs = top->get<std::size_t>();
  return {};
}

Checked check_supported(const Json& body) {
  const Json* n = member(body, "n");
  if (n && *n != 1) return refuse("n", "Only n = 1 is supported.", "unsupported_value");
  const Json* stream = member(body, "stream");
  if (stream && *stream != false)
    return refuse("stream", "Streaming is not supported.", "unsupported_value");
  return {};
}

}  // namespace

std::expected<CompletionRequest, ApiError> read_request(std::string_view body, Format strongest) {
  if (nests_too_deeply(body)) return refuse({}, "The JSON body nests too deeply.");
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return refuse({}, "The body is not a JSON object, or is malformed.");
  CompletionRequest request;
  const Json* model = member(json, "model");
  if (!model || !model->is_string()) return refuse("model", "You must provide a model parameter.");
  request.model = model->get<std::string>();
  for (const auto& step :
       {read_messages(json, request), check_supported(json), read_max_tokens(json, request),
        read_logprobs(json, request), read_format(json, strongest, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

}  // namespace judge::mock
