#include <fmt/format.h>

#include "mock/bedrock.hpp"

namespace judge::mock {
namespace {

Checked<> check_known(const Json& body) {
  const auto unknown =
      unknown_member(body,
                     "additionalModelRequestFields additionalModelResponseFieldPaths "
                     "guardrailConfig inferenceConfig messages outputConfig performanceConfig "
                     "promptVariables requestMetadata serviceTier system toolConfig");
  if (!unknown) return {};
  return refuse(*unknown, fmt::format("The request has an unknown member: {}.", *unknown));
}

Checked<> read_message(const Json& message, CompletionRequest& request) {
  const std::string role = text_member(message, "role");
  if (role != "user" && role != "assistant")
    return refuse("messages", "A message's role must be user or assistant.");
  const Json* content = member(message, "content");
  if (!content || !content->is_array() || content->empty())
    return refuse("messages", "A message's content must be a list of at least one block.");
  for (const Json& block : *content)
    if (!block.is_object() || block.empty())
      return refuse("messages", "Each content block must be an object such as {\"text\": …}.");
  request.add(texts_of(*content), role == "assistant");
  return {};
}

Checked<> read_messages(const Json& body, CompletionRequest& request) {
  const Json* system = member(body, "system");
  if (system && !system->is_array())
    return refuse("system", "'system' must be a list of blocks such as {\"text\": …}.");
  if (system) request.add(texts_of(*system), false);
  const Json* messages = member(body, "messages");
  if (!messages || !messages->is_array() || messages->empty())
    return refuse("messages", "'messages' must be a list of at least one message.");
  for (const Json& message : *messages)
    if (auto read = read_message(message, request); !read) return read;
  return {};
}

Checked<> read_config(const Json& body, CompletionRequest& request) {
  const Json* config = member(body, "inferenceConfig");
  if (!config) return {};
  if (const auto unknown = unknown_member(*config, "maxTokens stopSequences temperature topP"))
    return refuse("inferenceConfig",
                  fmt::format("inferenceConfig has an unknown member: {}.", *unknown));
  const auto most = read_count(*config, "maxTokens");
  if (!most) return std::unexpected(most.error());
  request.max_tokens = *most;
  return {};
}

/// The schema is JSON text within the JSON.
Checked<> read_format(const Json& body, CompletionRequest& request) {
  const Json* config = member(body, "outputConfig");
  const Json* format = config ? member(*config, "textFormat") : nullptr;
  if (!format) return {};
  const Json::json_pointer path("/structure/jsonSchema/schema");
  if (text_member(*format, "type") != "json_schema" || !format->contains(path) ||
      !(*format)[path].is_string())
    return refuse("outputConfig",
                  "outputConfig.textFormat needs the type json_schema and "
                  "structure.jsonSchema.schema as a string.");
  auto schema = read_object((*format)[path].get_ref<const std::string&>());
  if (!schema) return refuse("outputConfig", "outputConfig's schema is no JSON object.");
  request.format = Format::json_schema;
  request.schema = std::move(*schema);
  return {};
}

}  // namespace

Checked<CompletionRequest> read_bedrock(const Json& body, std::string_view model) {
  CompletionRequest request;
  request.model = model;
  for (const auto& step : {check_known(body), read_messages(body, request),
                           read_config(body, request), read_format(body, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

}  // namespace judge::mock
