#include "mock/bedrock.hpp"

#include <fmt/format.h>

#include "mock/openai.hpp"

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
  Reply error(const Refusal& refusal, const Notice& notice) const override;
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
  auto request = read_bedrock(*body, model);
  // Within a text its quotes would be escaped: only a member's name is found.
  if (request) request->cacheable = http.body.contains("\"cachePoint\"");
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
Reply Bedrock::error(const Refusal& refusal, const Notice& notice) const {
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
