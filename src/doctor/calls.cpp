#include "doctor/calls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/fallback.hpp"
#include "model/endpoint.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

constexpr std::string_view question =
    R"(Reply with this JSON object and nothing else: {"ok": true})";
constexpr std::string_view schema =
    R"({"additionalProperties":false,"properties":{"ok":{"type":"boolean"}},"required":["ok"],"type":"object"})";

ChatRequest small_request(Wants wants) {
  return {.messages = {{.role = "user", .content = std::string(question)}},
          .format = wants.format,
          .schema_name = "ready",
          .schema = std::string(schema),
          .top_logprobs = wants.top_logprobs};
}

Advice unanswered(const TransportError& error, const NetworkOptions& options) {
  using Kind = TransportError::Kind;
  const bool late = error.kind == Kind::timeout;
  return {.level = Level::warning,
          .what = late ? fmt::format("no answer within {}", show_duration(options.timeout))
                       : "no answer: " + error.message,
          .remedy = late ? "wait longer (--timeout), or see whether the server is busy"
                         : "try again in a while; a run goes on trying"};
}

void note_answer(KeyCheck& check, const ModelConfig& model, ChatReply& reply, Wants wants) {
  check.format = wants.format;
  check.lacks_logprobs = wants.top_logprobs > 0 && reply.logprobs.empty();
  check.usage = reply.usage;
  check.cost_usd = cost_usd(model, reply.usage);
}

void note_error(KeyCheck& check, const CallError& error, Advice advice) {
  check.error_class = name(error.error_class);
  check.code = error.code;
  check.wrong = std::move(advice);
}

}  // namespace

Endpoint bounded_endpoint(const ModelConfig& model, const ApiKey* key,
                          const NetworkOptions& options) {
  auto endpoint = endpoint_of(*make_dialect(model), model, key);
  endpoint.connect_timeout = std::min(endpoint.connect_timeout, options.timeout);
  endpoint.attempt_timeout = std::min(endpoint.attempt_timeout, options.timeout);
  return endpoint;
}

Wants wants_of(const Config& config, const std::string& model) {
  Wants wants;
  for (const auto& judge : config.judges) {
    const auto asked = with_fallbacks(config, judge.models);
    if (!asks_model(judge.method) || std::ranges::find(asked, model) == asked.end()) continue;
    wants.format = std::min(wants.format, fixed_format(judge).value_or(ReplyFormat::json_schema));
    if (judge.logprobs.wanted)
      wants.top_logprobs = std::max(wants.top_logprobs, judge.logprobs.top);
  }
  return wants;
}

std::string key_name(const ModelConfig& model, std::size_t key) {
  if (model.api_keys.empty()) return "";
  return fmt::format("key {} of {} ({})", key + 1, model.api_keys.size(),
                     model.api_keys[key].source);
}

Async<KeyCheck> try_key(const ModelConfig& model, std::size_t key, Wants wants,
                        const DoctorSeams& seams, const NetworkOptions& options,
                        const Redactor& redactor) {
  const auto dialect = make_dialect(model);
  const auto* api_key = model.api_keys.empty() ? nullptr : &model.api_keys[key];
  const auto endpoint = std::make_shared<const Endpoint>(bounded_endpoint(model, api_key, options));
  KeyCheck check;
  check.key = key;
  while (true) {
    const HttpRequest request{.endpoint = endpoint,
                              .body = dialect->encode(model, small_request(wants))};
    const auto sent = seams.clock.now();
    auto reply = co_await seams.transport.send(request, seams.stop);
    check.latency = std::chrono::duration_cast<milliseconds>(seams.clock.now() - sent);
    if (!reply) {
      note_error(check, classify(reply.error()), unanswered(reply.error(), options));
      co_return check;
    }
    check.status = reply->status;
    check.rates = rate_headers(*reply);
    reply->body = redactor.redact(std::move(reply->body));
    auto decoded = dialect->decode(*reply, seams.clock.wall());
    if (decoded) {
      note_answer(check, model, *decoded, wants);
      co_return check;
    }
    if (decoded.error().rejects_format && wants.format != ReplyFormat::text) {
      wants.format = static_cast<ReplyFormat>(static_cast<int>(wants.format) + 1);
      continue;
    }
    note_error(check, decoded.error(), advice_on(decoded.error(), check.status, model, api_key));
    co_return check;
  }
}

}  // namespace judge
