#include "mock/gemini.hpp"

#include <fmt/format.h>

#include "mock/dialect.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

std::string_view name_of(unsigned status) {
  switch (status) {
    case 400:
      return "INVALID_ARGUMENT";
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 409:
      return "ABORTED";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 499:
      return "CANCELLED";
    case 500:
      return "INTERNAL";
    case 501:
      return "UNIMPLEMENTED";
    case 503:
      return "UNAVAILABLE";
    case 504:
      return "DEADLINE_EXCEEDED";
    default:
      return "UNKNOWN";
  }
}

Json typed(std::string_view type, Json members) {
  Json whole{{"@type", fmt::format("type.googleapis.com/google.rpc.{}", type)}};
  whole.update(members);
  return whole;
}

Json quota_failure(const Refusal& refusal) {
  const bool requests = refusal.cause == Cause::requests;
  const std::string_view id = refusal.cause == Cause::billing
                                  ? "GenerateRequestsPerDayPerProjectPerModel"
                              : requests ? "GenerateRequestsPerMinutePerProjectPerModel"
                                         : "GenerateContentInputTokensPerModelPerMinute";
  return typed("QuotaFailure", {{"violations", Json::array({Json{{"quotaId", id}}})}});
}

/// What tells more than the status: which quota, and how long to wait.
Json details(const Refusal& refusal) {
  Json all = Json::array();
  if (refusal.cause == Cause::key)
    all.push_back(typed("ErrorInfo", {{"reason", "API_KEY_INVALID"}}));
  if (refusal.cause == Cause::invalid && !refusal.param.empty())
    all.push_back(
        typed("BadRequest",
              {{"fieldViolations",
                Json::array({Json{{"field", refusal.param}, {"description", refusal.message}}})}}));
  if (refusal.limited() || refusal.cause == Cause::billing) all.push_back(quota_failure(refusal));
  if (refusal.retry_after > Duration::zero())
    all.push_back(typed(
        "RetryInfo",
        {{"retryDelay",
          fmt::format("{:.9f}s", std::chrono::duration<double>(refusal.retry_after).count())}}));
  return all;
}

Json candidate_tokens(const std::vector<TokenShare>& tokens) {
  Json all = Json::array();
  for (const TokenShare& token : tokens)
    all.push_back({{"token", token.token}, {"logProbability", logprob(token)}});
  return all;
}

Json logprobs_result(const std::vector<TokenPlace>& places) {
  Json top = Json::array();
  Json chosen = Json::array();
  for (const TokenPlace& place : places) {
    top.push_back({{"candidates", candidate_tokens(place.likeliest)}});
    chosen.push_back(candidate_tokens({place.said})[0]);
  }
  return {{"topCandidates", std::move(top)}, {"chosenCandidates", std::move(chosen)}};
}

/// An answer without a word has no parts.
Json candidate(const CompletionRequest& request, const Answer& answer, std::uint64_t id) {
  Json content{{"role", "model"}};
  if (!answer.content.empty()) content["parts"] = Json::array({Json{{"text", answer.content}}});
  Json one{{"content", std::move(content)},
           {"finishReason", answer.finish == Answer::Finish::length ? "MAX_TOKENS" : "STOP"},
           {"index", 0}};
  if (const auto places = places_of(request, answer, id); !places.empty())
    one["logprobsResult"] = logprobs_result(places);
  return one;
}

/// Refused before anything is said, or in its midst: in turn, by the answer's number.
void refuse_in(Json& whole, std::uint64_t id) {
  if (id % 2 == 0)
    whole["promptFeedback"] = {{"blockReason", "PROHIBITED_CONTENT"}};
  else
    whole["candidates"] = Json::array({Json{{"finishReason", "SAFETY"}, {"index", 0}}});
}

Json usage(const Answer& answer) {
  Json counts{{"promptTokenCount", answer.prompt_tokens},
              {"candidatesTokenCount", answer.completion_tokens},
              {"totalTokenCount", answer.tokens()}};
  if (answer.cached_tokens > 0) counts["cachedContentTokenCount"] = answer.cached_tokens;
  return counts;
}

class Gemini final : public Dialect {
 public:
  Checked<> check_head(const HttpRequest& http, std::string_view key) const override;
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override;
  std::string_view format_field() const override { return "generation_config"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override;
  std::string headers(const Notice&) const override { return {}; }
  Reply error(const Refusal& refusal, const Notice& notice) const override;
};

/// Without a key it is 403, with a wrong one 400.
Checked<> Gemini::check_head(const HttpRequest& http, std::string_view key) const {
  const std::string_view given = http.header("x-goog-api-key");
  if (key.empty() || given == key) return {};
  if (given.empty())
    return std::unexpected(
        Refusal{.status = 403,
                .message = "Method doesn't allow callers without established identity.",
                .cause = Cause::status});
  return refuse({}, "API key not valid. Please pass a valid API key.", Cause::key);
}

Checked<CompletionRequest> Gemini::read(const HttpRequest& http, std::string_view model) const {
  const auto body = read_object(http.body);
  if (!body) return std::unexpected(body.error());
  return read_gemini(*body, model);
}

std::string Gemini::body(const CompletionRequest& request, const Answer& answer,
                         Stamp stamp) const {
  Json whole = Json::object();
  if (answer.finish == Answer::Finish::refusal)
    refuse_in(whole, stamp.id);
  else if (!answer.empty)
    whole["candidates"] = Json::array({candidate(request, answer, stamp.id)});
  if (answer.tells_usage) whole["usageMetadata"] = usage(answer);
  whole["modelVersion"] = request.model;
  whole["responseId"] = fmt::format("{:016x}", stamp.id);
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Reply Gemini::error(const Refusal& refusal, const Notice&) const {
  Json error{
      {"code", refusal.status}, {"message", refusal.message}, {"status", name_of(refusal.status)}};
  if (Json more = details(refusal); !more.empty()) error["details"] = std::move(more);
  return {.status = refusal.status,
          .body = Json{{"error", std::move(error)}}.dump(-1, ' ', false,
                                                         Json::error_handler_t::replace)};
}

}  // namespace

const Dialect& gemini() {
  static const Gemini dialect;
  return dialect;
}

}  // namespace judge::mock
