#include <fmt/format.h>

#include "mock/anthropic.hpp"

namespace judge::mock {
namespace {

/// From which on nothing tells the model how to sample.
constexpr std::string_view kWithoutSampling = "2026-10-21";

Checked<> extra(std::string_view path, std::string_view name) {
  return refuse(name, fmt::format("{}{}: Extra inputs are not permitted", path, name));
}

Checked<> check_known(const Json& body, std::string_view version) {
  const auto unknown = unknown_member(
      body,
      "cache_control container context_management inference_geo max_tokens mcp_servers messages "
      "metadata model output_config service_tier speed stop_sequences stream system temperature "
      "thinking tool_choice tools top_k top_p");
  if (unknown) return extra("", *unknown);
  if (version >= kWithoutSampling)
    for (const char* name : {"temperature", "top_k", "top_p"})
      if (body.contains(name)) return extra("", name);
  const Json* stream = member(body, "stream");
  if (stream && *stream != false) return refuse("stream", "stream: the mock does not stream");
  return {};
}

Checked<> check_temperature(const Json& body) {
  const Json* temperature = member(body, "temperature");
  if (!temperature) return {};
  if (temperature->is_number() && *temperature >= 0 && *temperature <= 1) return {};
  return refuse("temperature", "temperature: range: 0..1");
}

/// What a message may not hold, by version.
Checked<> check_block(const Json& block, bool own, std::string_view version,
                      const std::string& path) {
  const std::string type = text_member(block, "type");
  if (type.empty()) return refuse("messages", path + ".type: Field required");
  if (type == "text" && text_member(block, "text").empty())
    return refuse("messages", path + ".text: text content blocks must be non-empty");
  if (version < kWithoutSampling) return {};
  if (own && type == "document")
    return refuse("messages", path + ": document blocks are not permitted in assistant messages");
  const Json* citations = own ? nullptr : member(block, "citations");
  if (type == "text" && citations && !citations->empty())
    return refuse("messages", path + ".citations: not permitted in user messages");
  return {};
}

Checked<> read_content(const Json& content, bool own, std::string_view version,
                       const std::string& path, CompletionRequest& request) {
  if (content.is_string() && !content.get_ref<const std::string&>().empty()) {
    request.add(content.get<std::string>(), own);
    return {};
  }
  if (!content.is_array() || content.empty())
    return refuse("messages", path + ": must be a non-empty string or list of content blocks");
  for (std::size_t i = 0; i < content.size(); ++i)
    if (auto fine = check_block(content[i], own, version, fmt::format("{}.{}", path, i)); !fine)
      return fine;
  request.add(texts_of(content), own);
  return {};
}

Checked<> read_message(const Json& message, std::string_view version, const std::string& path,
                       CompletionRequest& request) {
  const std::string role = text_member(message, "role");
  if (role != "user" && role != "assistant")
    return refuse("messages", path +
                                  ".role: must be \"user\" or \"assistant\"; instructions "
                                  "belong into the top-level \"system\"");
  if (const auto unknown = unknown_member(message, "role content"))
    return extra(path + ".", *unknown);
  const Json* content = member(message, "content");
  if (!content) return refuse("messages", path + ".content: Field required");
  return read_content(*content, role == "assistant", version, path + ".content", request);
}

Checked<> read_messages(const Json& body, std::string_view version, CompletionRequest& request) {
  const Json* messages = member(body, "messages");
  if (!messages) return refuse("messages", "messages: Field required");
  if (!messages->is_array() || messages->empty())
    return refuse("messages", "messages: at least one message is required");
  for (std::size_t i = 0; i < messages->size(); ++i)
    if (auto read = read_message((*messages)[i], version, fmt::format("messages.{}", i), request);
        !read)
      return read;
  return {};
}

Checked<> read_system(const Json& body, CompletionRequest& request) {
  const Json* system = member(body, "system");
  if (!system) return {};
  if (!system->is_string() && !system->is_array())
    return refuse("system", "system: must be a string or a list of text blocks");
  request.add(system->is_string() ? system->get<std::string>() : texts_of(*system), false);
  return {};
}

Checked<> read_format(const Json& body, CompletionRequest& request) {
  const Json* config = member(body, "output_config");
  const Json* format = config ? member(*config, "format") : nullptr;
  if (!format) return {};
  if (text_member(*format, "type") != "json_schema")
    return refuse("output_config.format", "output_config.format.type: must be 'json_schema'");
  const Json* schema = member(*format, "schema");
  if (!schema || !schema->is_object())
    return refuse("output_config.format", "output_config.format.schema: Field required");
  request.format = Format::json_schema;
  request.schema = *schema;
  return check_anthropic_schema(*schema, "output_config.format.schema");
}

Checked<> read_max_tokens(const Json& body, CompletionRequest& request) {
  const Json* most = member(body, "max_tokens");
  if (!most) return refuse("max_tokens", "max_tokens: Field required");
  if (!most->is_number_unsigned() || most->get<std::uint64_t>() == 0)
    return refuse("max_tokens", "max_tokens: must be greater than or equal to 1");
  request.max_tokens = most->get<std::uint64_t>();
  return {};
}

}  // namespace

Checked<CompletionRequest> read_anthropic(const Json& body, std::string_view version) {
  CompletionRequest request;
  request.model = text_member(body, "model");
  if (request.model.empty()) return refuse("model", "model: Field required");
  for (const auto& step : {check_known(body, version), check_temperature(body),
                           read_max_tokens(body, request), read_system(body, request),
                           read_messages(body, version, request), read_format(body, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

}  // namespace judge::mock
