#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

constexpr std::uint64_t kMostTopLogprobs = 20;

Checked<> read_message(const Json& message, CompletionRequest& request) {
  if (!member(message, "role")) return refuse("messages", "Each message needs a role and content.");
  const bool own = text_member(message, "role") == "assistant";
  const Json* content = member(message, "content");
  if (content && !content->is_string() && !content->is_array())
    return refuse("messages", "A message's content must be a string or an array of parts.");
  const bool plain = content && content->is_string();
  request.add(plain ? content->get<std::string>() : content ? texts_of(*content) : "", own);
  return {};
}

Checked<> read_messages(const Json& body, CompletionRequest& request) {
  const Json* messages = member(body, "messages");
  if (!messages || !messages->is_array() || messages->empty())
    return refuse("messages", "'messages' must be an array of at least one message.");
  for (const Json& message : *messages)
    if (auto read = read_message(message, request); !read) return read;
  return {};
}

Checked<> read_response_format(const Json& body, CompletionRequest& request) {
  const Json* format = member(body, "response_format");
  if (!format) return {};
  return read_typed_format(*format, "response_format", "/json_schema/schema", request);
}

Checked<> read_max_tokens(const Json& body, CompletionRequest& request) {
  for (const char* key : {"max_completion_tokens", "max_tokens"}) {
    const auto most = read_count(body, key);
    if (!most) return std::unexpected(most.error());
    if (*most) {
      request.max_tokens = *most;
      return {};
    }
  }
  return {};
}

Checked<> read_logprobs(const Json& body, CompletionRequest& request) {
  const Json* wanted = member(body, "logprobs");
  if (wanted && !wanted->is_boolean()) return refuse("logprobs", "'logprobs' must be a boolean.");
  request.logprobs = wanted && wanted->get<bool>();
  if (member(body, "top_logprobs") && !request.logprobs)
    return refuse("top_logprobs", "'top_logprobs' is only for 'logprobs' of true.");
  return read_top_logprobs(body, "top_logprobs", request);
}

}  // namespace

Checked<> read_typed_format(const Json& format, std::string_view field, std::string_view schema,
                            CompletionRequest& request) {
  const std::string name = text_member(format, "type");
  if (name == "json_schema")
    request.format = Format::json_schema;
  else if (name == "json_object")
    request.format = Format::json_object;
  else if (name != "text")
    return refuse(field, fmt::format("'{}.type' must be json_schema, json_object or text.", field));
  if (request.format != Format::json_schema) return {};
  const Json::json_pointer path{std::string(schema)};
  if (!format.contains(path) || !format[path].is_object())
    return refuse(field, fmt::format("Missing required parameter: '{}{}'.", field, schema));
  request.schema = format[path];
  return {};
}

Checked<> read_top_logprobs(const Json& body, std::string_view key, CompletionRequest& request) {
  const Json* top = member(body, key);
  if (!top) return {};
  if (!top->is_number_unsigned() || top->get<std::uint64_t>() > kMostTopLogprobs)
    return refuse(key, fmt::format("'{}' must be a whole number from 0 to 20.", key));
  request.top_logprobs = top->get<std::size_t>();
  return {};
}

Checked<> check_answers(const Json& body) {
  const Json* n = member(body, "n");
  if (n && *n != 1) return refuse("n", "Only n = 1 is supported.", Cause::unsupported_value);
  const Json* stream = member(body, "stream");
  if (stream && *stream != false)
    return refuse("stream", "Streaming is not supported.", Cause::unsupported_value);
  return {};
}

Checked<CompletionRequest> read_chat(const Json& body, std::string_view model) {
  CompletionRequest request;
  request.model = model.empty() ? text_member(body, "model") : model;
  if (request.model.empty()) return refuse("model", "You must provide a model parameter.");
  for (const auto& step :
       {read_messages(body, request), check_answers(body), read_max_tokens(body, request),
        read_logprobs(body, request), read_response_format(body, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

}  // namespace judge::mock
