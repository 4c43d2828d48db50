#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

Checked<> check_known(const Json& body) {
  const auto unknown = unknown_member(
      body,
      "background conversation include input instructions max_output_tokens max_tool_calls "
      "metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key "
      "prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options "
      "temperature text tool_choice tools top_logprobs top_p truncation user verbosity");
  if (!unknown) return {};
  return refuse(*unknown, fmt::format("Unknown parameter: '{}'.", *unknown),
                Cause::unknown_parameter);
}

/// Nothing is kept from one request to the next.
Checked<> check_alone(const Json& body) {
  for (const char* key : {"previous_response_id", "conversation", "prompt"})
    if (member(body, key))
      return refuse(key, fmt::format("'{}' is not supported: the mock keeps nothing.", key),
                    Cause::unsupported_parameter);
  const Json* background = member(body, "background");
  if (background && *background != false)
    return refuse("background", "Answers in the background are not supported.",
                  Cause::unsupported_value);
  return check_answers(body);
}

Checked<> read_item(const Json& item, CompletionRequest& request) {
  const Json* content = member(item, "content");
  if (!content || !member(item, "role"))
    return refuse("input", "Each input item needs a role and content.");
  const bool own = text_member(item, "role") == "assistant";
  if (content->is_string())
    request.add(content->get<std::string>(), own);
  else if (content->is_array())
    request.add(texts_of(*content), own);
  else
    return refuse("input", "An item's content must be a string or an array of parts.");
  return {};
}

Checked<> read_input(const Json& body, CompletionRequest& request) {
  request.add(text_member(body, "instructions"), false);
  const Json* input = member(body, "input");
  if (input && input->is_string()) {
    request.add(input->get<std::string>(), false);
    return {};
  }
  if (!input || !input->is_array() || input->empty())
    return refuse("input", "'input' must be a string or an array of at least one item.");
  for (const Json& item : *input)
    if (auto read = read_item(item, request); !read) return read;
  return {};
}

Checked<> read_text(const Json& body, CompletionRequest& request) {
  const Json* text = member(body, "text");
  const Json* format = text ? member(*text, "format") : nullptr;
  if (!format) return {};
  return read_typed_format(*format, "text.format", "/schema", request);
}

/// Logprobs come where `include` asks for them.
Checked<> read_included(const Json& body, CompletionRequest& request) {
  const Json* include = member(body, "include");
  if (include && !include->is_array()) return refuse("include", "'include' must be an array.");
  if (include)
    for (const Json& one : *include)
      request.logprobs = request.logprobs || one == "message.output_text.logprobs";
  return read_top_logprobs(body, "top_logprobs", request);
}

Checked<> read_max_tokens(const Json& body, CompletionRequest& request) {
  constexpr std::uint64_t least = 16;  // as the API has it
  const auto most = read_count(body, "max_output_tokens");
  if (!most) return std::unexpected(most.error());
  if (*most && **most < least)
    return refuse("max_output_tokens", "'max_output_tokens' must be at least 16.");
  request.max_tokens = *most;
  return {};
}

}  // namespace

Checked<CompletionRequest> read_responses(const Json& body) {
  CompletionRequest request;
  request.model = text_member(body, "model");
  if (request.model.empty()) return refuse("model", "You must provide a model parameter.");
  for (const auto& step :
       {check_known(body), check_alone(body), read_input(body, request), read_text(body, request),
        read_included(body, request), read_max_tokens(body, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

}  // namespace judge::mock
