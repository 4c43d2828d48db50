#include <fmt/format.h>

#include "mock/gemini.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

constexpr std::string_view kConfig = "generation_config";

Checked<> read_parts(const Json& content, std::string_view path, CompletionRequest& request) {
  const Json* parts = member(content, "parts");
  if (!parts || !parts->is_array() || parts->empty())
    return refuse(
        path, fmt::format("* GenerateContentRequest.{}.parts: contents is not specified", path));
  if (auto known = known_to_google(content, "parts role", path); !known) return known;
  request.add(texts_of(*parts), text_member(content, "role") == "model");
  return {};
}

Checked<> read_contents(const Json& body, CompletionRequest& request) {
  const Json* system = member(body, "systemInstruction");
  if (system)
    if (auto read = read_parts(*system, "system_instruction", request); !read) return read;
  const Json* contents = member(body, "contents");
  if (!contents || !contents->is_array() || contents->empty())
    return refuse("contents", "* GenerateContentRequest.contents: contents is not specified");
  for (std::size_t i = 0; i < contents->size(); ++i) {
    const Json& content = (*contents)[i];
    const std::string role = text_member(content, "role");
    if (!role.empty() && role != "user" && role != "model")
      return refuse("contents", "Please use a valid role: user, model.");
    if (auto read = read_parts(content, fmt::format("contents[{}]", i), request); !read)
      return read;
  }
  return {};
}

Checked<> read_schema(const Json& config, CompletionRequest& request) {
  const Json* own = member(config, "responseSchema");
  const Json* standard = member(config, "responseJsonSchema");
  if (!own && !standard) return {};
  if (request.format == Format::text)
    return refuse(kConfig,
                  "* GenerateContentRequest.generation_config.response_schema: only "
                  "allowed for response mime type: `application/json`");
  request.format = Format::json_schema;
  if (standard && !standard->is_object())
    return refuse(kConfig, "Invalid value at 'generation_config.response_json_schema'");
  auto schema = own ? plain_schema(*own, "generation_config.response_schema") : *standard;
  if (!schema) return std::unexpected(schema.error());
  request.schema = std::move(*schema);
  return {};
}

Checked<> read_format(const Json& config, CompletionRequest& request) {
  const std::string type = text_member(config, "responseMimeType");
  if (type == "application/json")
    request.format = Format::json_object;
  else if (!type.empty() && type != "text/plain")
    return refuse(kConfig,
                  "* GenerateContentRequest.generation_config.response_mime_type: allowed "
                  "mimetypes are `text/plain` and `application/json`");
  return read_schema(config, request);
}

Checked<> read_logprobs(const Json& config, CompletionRequest& request) {
  const Json* wanted = member(config, "responseLogprobs");
  request.logprobs = wanted && *wanted == true;
  const Json* top = member(config, "logprobs");
  if (!top) return {};
  if (!request.logprobs || !top->is_number_unsigned() || *top > 20)
    return refuse(kConfig,
                  "* GenerateContentRequest.generation_config.logprobs: must be from 0 "
                  "to 20, and needs response_logprobs");
  request.top_logprobs = top->get<std::size_t>();
  return {};
}

Checked<> read_config(const Json& config, CompletionRequest& request) {
  auto known =
      known_to_google(config,
                      "candidateCount enableEnhancedCivicAnswers frequencyPenalty imageConfig "
                      "logprobs maxOutputTokens mediaResolution presencePenalty responseJsonSchema "
                      "responseLogprobs responseMimeType responseModalities responseSchema seed "
                      "speechConfig stopSequences temperature thinkingConfig topK topP",
                      kConfig);
  if (!known) return known;
  const Json* count = member(config, "candidateCount");
  if (count && *count != 1) return refuse(kConfig, "Only one candidate can be specified.");
  const auto most = read_count(config, "maxOutputTokens");
  if (!most) return std::unexpected(most.error());
  request.max_tokens = *most;
  if (auto read = read_logprobs(config, request); !read) return read;
  return read_format(config, request);
}

}  // namespace

Checked<CompletionRequest> read_gemini(const Json& given, std::string_view model) {
  const Json body = in_camel_case(given);
  auto known =
      known_to_google(body,
                      "cachedContent contents generationConfig labels model safetySettings "
                      "serviceTier store systemInstruction toolConfig tools",
                      "");
  if (!known) return std::unexpected(known.error());
  CompletionRequest request;
  request.model = model;
  if (auto read = read_contents(body, request); !read) return std::unexpected(read.error());
  if (const Json* config = member(body, "generationConfig"))
    if (auto read = read_config(in_camel_case(*config), request); !read)
      return std::unexpected(read.error());
  return request;
}

}  // namespace judge::mock
