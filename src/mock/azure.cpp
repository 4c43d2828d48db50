// Azure's deployments: chat completions with another key, other limits and filters.
#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

Checked<> check_known(const Json& body) {
  const auto unknown = unknown_member(
      body,
      "audio data_sources frequency_penalty function_call functions logit_bias logprobs "
      "max_completion_tokens max_tokens messages metadata modalities model n parallel_tool_calls "
      "prediction presence_penalty prompt_cache_key reasoning_effort response_format "
      "safety_identifier seed service_tier stop store stream stream_options temperature "
      "tool_choice tools top_logprobs top_p user user_security_context verbosity");
  if (!unknown) return {};
  return refuse({}, fmt::format("Unrecognized request argument supplied: {}", *unknown));
}

Json filters(bool filtered) {
  Json verdicts = Json::object();
  for (const char* what : {"hate", "self_harm", "sexual", "violence"})
    verdicts[what] = {{"filtered", false}, {"severity", "safe"}};
  if (filtered) verdicts["violence"] = {{"filtered", true}, {"severity", "high"}};
  return verdicts;
}

/// Whole seconds, rounded up.
std::string whole_seconds(Duration duration) {
  return fmt::format("{}", std::chrono::ceil<seconds>(duration).count());
}

std::string code_of(const Refusal& refusal) {
  if (refusal.cause == Cause::billing) return R"("insufficient_quota")";
  if (refusal.cause == Cause::unsupported_value) return R"("unsupported_value")";
  // What Azure's gateway refuses has the status for a code; what the model's server refuses, none.
  return refusal.cause == Cause::invalid ? "null" : fmt::format("\"{}\"", refusal.status);
}

class Azure final : public Dialect {
 public:
  Checked<> check_head(const HttpRequest& http, std::string_view key) const override;
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override;
  std::string_view format_field() const override { return "response_format"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override;
  std::string headers(const Notice& notice) const override;
  Reply error(const Refusal& refusal, const Notice& notice) const override;
};

Checked<> Azure::check_head(const HttpRequest& http, std::string_view key) const {
  if (!http.target.contains("?api-version=") && !http.target.contains("&api-version="))
    return std::unexpected(
        Refusal{.status = 404, .message = "Resource not found", .cause = Cause::no_path});
  if (key.empty() || http.header("api-key") == key || bearer(http) == key) return {};
  return std::unexpected(
      Refusal{.status = 401,
              .message = "Access denied due to invalid subscription key or wrong API endpoint.",
              .cause = Cause::status});
}

Checked<CompletionRequest> Azure::read(const HttpRequest& http, std::string_view model) const {
  const auto body = read_object(http.body);
  if (!body) return std::unexpected(body.error());
  if (auto known = check_known(*body); !known) return std::unexpected(known.error());
  return read_chat(*body, model);
}

std::string Azure::body(const CompletionRequest& request, const Answer& answer, Stamp stamp) const {
  Json whole = Json::parse(chat_body(request, answer, stamp));
  whole["prompt_filter_results"] =
      Json::array({Json{{"prompt_index", 0}, {"content_filter_results", filters(false)}}});
  const bool filtered = answer.finish == Answer::Finish::refusal;
  for (Json& choice : whole["choices"]) {
    choice["content_filter_results"] = filters(filtered);
    if (!filtered) continue;
    choice["finish_reason"] = "content_filter";
    choice["message"] = {{"role", "assistant"}, {"content", ""}, {"refusal", nullptr}};
  }
  return whole.dump();
}

std::string Azure::headers(const Notice& notice) const {
  std::string lines =
      fmt::format("apim-request-id: {:016x}\r\nx-request-id: {:016x}\r\n", notice.id, notice.id);
  if (notice.limits) lines += x_ratelimit(*notice.limits, whole_seconds);
  return lines;
}

Reply Azure::error(const Refusal& refusal, const Notice& notice) const {
  Reply reply{.status = refusal.status,
              .body = fmt::format(R"({{"error":{{"code":{},"message":{}}}}})", code_of(refusal),
                                  json_quoted(refusal.message))};
  if (!refusal.limited()) return reply;
  if (refusal.retry_after > Duration::zero()) reply.headers = retry_headers(refusal.retry_after);
  if (notice.limits) reply.headers += x_ratelimit(*notice.limits, whole_seconds);
  return reply;
}

}  // namespace

const Dialect& azure() {
  static const Azure dialect;
  return dialect;
}

}  // namespace judge::mock
