// Amazon Bedrock's Converse. Who signs is believed: signatures are not verified.
#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

std::string_view exception_of(const Refusal& refusal) {
  if (refusal.cause == Cause::no_path) return "UnknownOperationException";
  switch (refusal.status) {
    case 400:
      return "ValidationException";
    case 401:
      return "UnrecognizedClientException";
    case 403:
      return refusal.cause == Cause::key ? "UnrecognizedClientException" : "AccessDeniedException";
    case 404:
      return "ResourceNotFoundException";
    case 408:
      return "ModelTimeoutException";
    case 424:
      return "ModelErrorException";
    case 429:
      return "ThrottlingException";
    case 503:
      return "ServiceUnavailableException";
    default:
      return refusal.status < 500 ? "ValidationException" : "InternalServerException";
  }
}

Checked<> check_known(const Json& body) {
  const auto unknown = unknown_member(
      body, {"additionalModelRequestFields", "additionalModelResponseFieldPaths", "guardrailConfig",
             "inferenceConfig", "messages", "outputConfig", "performanceConfig", "promptVariables",
             "requestMetadata", "serviceTier", "system", "toolConfig"});
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
  if (const auto unknown =
          unknown_member(*config, {"maxTokens", "stopSequences", "temperature", "topP"}))
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

std::string_view reason(Answer::Finish finish) {
  switch (finish) {
    case Answer::Finish::length:
      return "max_tokens";
    case Answer::Finish::refusal:
      return "content_filtered";
    default:
      return "end_turn";
  }
}

class Bedrock final : public Dialect {
 public:
  Checked<> check_head(const HttpRequest& http, std::string_view key) const override;
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override;
  std::string_view format_field() const override { return "outputConfig"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override;
  std::string headers(const Notice& notice) const override;
  Reply refuse(const Refusal& refusal, const Notice& notice) const override;
};

/// `key`: the access key's id, or what is given for an API key.
Checked<> Bedrock::check_head(const HttpRequest& http, std::string_view key) const {
  const std::string_view authorization = http.header("authorization");
  const bool is_signed = authorization.starts_with("AWS4-HMAC-SHA256 ");
  const auto deny = [](std::string message, Cause cause) {
    return std::unexpected(Refusal{.status = 403, .message = std::move(message), .cause = cause});
  };
  if (!is_signed && bearer(http).empty())
    return deny("Missing Authentication Token", Cause::status);
  const bool known =
      is_signed ? authorization.contains(fmt::format("Credential={}/", key)) : bearer(http) == key;
  if (!key.empty() && !known)
    return deny("The security token included in the request is invalid.", Cause::key);
  return {};
}

Checked<CompletionRequest> Bedrock::read(const HttpRequest& http, std::string_view model) const {
  const auto body = read_object(http.body);
  if (!body) return std::unexpected(body.error());
  CompletionRequest request;
  request.model = model;
  request.cacheable = http.body.contains("\"cachePoint\"");
  for (const auto& step : {check_known(*body), read_messages(*body, request),
                           read_config(*body, request), read_format(*body, request)})
    if (!step) return std::unexpected(step.error());
  return request;
}

std::string Bedrock::body(const CompletionRequest&, const Answer& answer, Stamp) const {
  Json content = Json::array();
  if (!answer.content.empty()) content.push_back({{"text", answer.content}});
  Json whole{{"metrics", {{"latencyMs", 1}}},
             {"output", Json::object()},
             {"stopReason", reason(answer.finish)}};
  if (!answer.empty)
    whole["output"]["message"] = {{"role", "assistant"}, {"content", std::move(content)}};
  if (answer.tells_usage)
    whole["usage"] = {{"inputTokens", answer.fresh_tokens()},
                      {"outputTokens", answer.completion_tokens},
                      {"totalTokens", answer.tokens()},
                      {"cacheReadInputTokens", answer.cached_tokens},
                      {"cacheWriteInputTokens", answer.written_tokens}};
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string Bedrock::headers(const Notice& notice) const {
  return fmt::format("x-amzn-requestid: {:016x}\r\n", notice.id);
}

/// Nothing tells how long to wait. An empty account is refused access.
Reply Bedrock::refuse(const Refusal& refusal, const Notice& notice) const {
  Refusal told = refusal;
  if (told.cause == Cause::billing)
    told = {.status = 403,
            .message = "Model access is denied: INVALID_PAYMENT_INSTRUMENT.",
            .cause = Cause::status};
  if (told.limited())
    told.message = fmt::format("Too many {}, please wait before trying again.",
                               told.cause == Cause::requests ? "requests" : "tokens");
  return {.status = told.status,
          .headers = headers(notice) + fmt::format("x-amzn-errortype: {}\r\n", exception_of(told)),
          .body = fmt::format(R"({{"message":{}}})", json_quoted(told.message))};
}

}  // namespace

const Dialect& bedrock() {
  static const Bedrock dialect;
  return dialect;
}

}  // namespace judge::mock
