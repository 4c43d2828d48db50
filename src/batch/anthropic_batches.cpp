#include "batch/anthropic_batches.hpp"

#include <fmt/format.h>

#include <ctime>

#include "base/json_text.hpp"
#include "batch/batch_json.hpp"

namespace judge {
namespace {

using nlohmann::json;

std::string batches_url(const ModelConfig& model) {
  return model.base_url + "/v1/messages/batches";
}

/// "2026-11-20T13:00:00.5Z"; the epoch where it is none.
WallTime time_of(const std::string& text) {
  std::tm parts{};
  if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) return {};
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

/// As the errors of single requests are on the wire: each has its status.
int status_of_error(std::string_view type) {
  if (type == "invalid_request_error") return 400;
  if (type == "authentication_error") return 401;
  if (type == "billing_error") return 402;
  if (type == "permission_error") return 403;
  if (type == "not_found_error") return 404;
  if (type == "request_too_large") return 413;
  if (type == "rate_limit_error") return 429;
  if (type == "overloaded_error") return 529;
  return 500;
}

}  // namespace

BatchLimits AnthropicBatches::limits() const {
  return {.requests = 50'000, .bytes = 200'000'000};  // 100,000 and 256 MB are allowed
}

void AnthropicBatches::add(std::string& pack, std::string_view key, std::string_view body) const {
  pack += pack.empty() ? R"({"requests":[{"custom_id":)" : R"(,{"custom_id":)";
  append_json_string(pack, key);
  pack += R"(,"params":)";
  pack += body;
  pack += '}';
}

std::optional<BatchCall> AnthropicBatches::upload(const ModelConfig&, std::string&&) const {
  return std::nullopt;
}

BatchCall AnthropicBatches::create(const ModelConfig& model, std::string&& input,
                                   const std::string&) const {
  return {.url = batches_url(model), .body = std::move(input) + "]}"};
}

BatchCall AnthropicBatches::look(const ModelConfig& model, const std::string& id) const {
  return {.get = true, .url = fmt::format("{}/{}", batches_url(model), id)};
}

BatchCall AnthropicBatches::cancel(const ModelConfig& model, const std::string& id) const {
  return {.url = fmt::format("{}/{}/cancel", batches_url(model), id)};
}

/// The address that the provider gives is of its own host; the path is the same at any base_url.
BatchCall AnthropicBatches::fetch(const ModelConfig& model, const std::string& output) const {
  return {.get = true, .url = fmt::format("{}/{}/results", batches_url(model), output)};
}

BatchCall AnthropicBatches::list(const ModelConfig& model) const {
  return {.get = true, .url = batches_url(model) + "?limit=100"};
}

std::optional<std::string> AnthropicBatches::id_of(const std::string& reply) const {
  auto id = text_at(parsed(reply), "id");
  return id.empty() ? std::nullopt : std::optional(std::move(id));
}

std::optional<BatchStatus> AnthropicBatches::status_of(const std::string& reply) const {
  const auto batch = parsed(reply);
  BatchStatus status{.words = text_at(batch, "processing_status")};
  if (status.words.empty()) return std::nullopt;
  status.ended = status.words == "ended";
  const auto& counts = at(batch, "request_counts");
  for (const auto* kind : {"succeeded", "errored", "canceled", "expired"})
    status.done += count_at(counts, kind);
  status.total = status.done + count_at(counts, "processing");
  if (status.ended) status.outputs.push_back(text_at(batch, "id"));
  return status;
}

std::optional<BatchLine> AnthropicBatches::line_of(std::string_view line) const {
  const auto read = parsed(line);
  BatchLine outcome{.key = text_at(read, "custom_id"), .reply = {}};
  if (outcome.key.empty()) return std::nullopt;
  const auto& result = at(read, "result");
  const auto type = text_at(result, "type");
  const auto dump = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  if (type == "succeeded") {
    outcome.reply.status = 200;
    auto message = at(result, "message");
    if (message.is_object()) message["usage"]["service_tier"] = "batch";
    outcome.reply.body = dump(message);
  } else if (type == "errored") {
    // {"type":"error","error":{…}}, or the error itself.
    const auto& envelope = at(result, "error");
    const auto& error = at(envelope, "error").is_object() ? at(envelope, "error") : envelope;
    outcome.reply.status = status_of_error(text_at(error, "type"));
    outcome.reply.body = dump({{"type", "error"}, {"error", error}});
  } else {
    outcome.reply.body = dump(result);
  }
  return outcome;
}

std::vector<ListedBatch> AnthropicBatches::listed(const std::string& reply) const {
  std::vector<ListedBatch> batches;
  const auto list = parsed(reply);
  for (const auto& batch : at(list, "data")) {
    std::uint64_t requests = 0;
    for (const auto* kind : {"processing", "succeeded", "errored", "canceled", "expired"})
      requests += count_at(at(batch, "request_counts"), kind);
    batches.push_back({.id = text_at(batch, "id"),
                       .marker = "",
                       .created = time_of(text_at(batch, "created_at")),
                       .requests = requests});
  }
  return batches;
}

}  // namespace judge
