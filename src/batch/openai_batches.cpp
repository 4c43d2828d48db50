#include "batch/openai_batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json_text.hpp"
#include "batch/batch_json.hpp"

namespace judge {
namespace {

using nlohmann::json;

// The endpoint as the provider names it, whatever stands before it in base_url.
constexpr std::string_view endpoint = "/v1/chat/completions";
// Of the multipart form. Requests are JSON in one line, so no line of theirs begins like it.
constexpr std::string_view boundary = "judge-batch-requests";

std::string form_of(std::string_view pack) {
  std::string body;
  body.reserve(pack.size() + 512);
  body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n",
                      boundary);
  body += fmt::format(
      "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"requests.jsonl\"\r\n"
      "Content-Type: application/jsonl\r\n\r\n",
      boundary);
  body += pack;
  body += fmt::format("\r\n--{}--\r\n", boundary);
  return body;
}

/// Nothing of it is being worked on any more.
bool is_over(std::string_view status) {
  constexpr std::array<std::string_view, 4> over{"completed", "failed", "expired", "cancelled"};
  return std::ranges::find(over, status) != over.end();
}

}  // namespace

BatchLimits OpenAiBatches::limits() const {
  return {.requests = 50'000, .bytes = 200'000'000};
}

void OpenAiBatches::add(std::string& pack, std::string_view key, std::string_view body) const {
  const auto start = pack.size();
  {
    std::string line;
    JsonWriter json(line);
    json.begin_object();
    json.member("custom_id", key);
    json.member("method", "POST");
    json.member("url", endpoint);
    json.key("body");
    json.text(body);
    json.end_object();
    pack += line;
  }
  if (pack.size() > start) pack += '\n';
}

std::optional<BatchCall> OpenAiBatches::upload(const ModelConfig& model, std::string&& pack) const {
  return BatchCall{.url = model.base_url + "/files",
                   .content_type = fmt::format("multipart/form-data; boundary={}", boundary),
                   .body = form_of(pack)};
}

BatchCall OpenAiBatches::create(const ModelConfig& model, std::string&& input,
                                const std::string& marker) const {
  const json body{{"input_file_id", input},
                  {"endpoint", endpoint},
                  {"completion_window", "24h"},
                  {"metadata", {{"judge", marker}}}};
  return {.url = model.base_url + "/batches", .body = body.dump()};
}

BatchCall OpenAiBatches::look(const ModelConfig& model, const std::string& id) const {
  return {.get = true, .url = fmt::format("{}/batches/{}", model.base_url, id)};
}

BatchCall OpenAiBatches::cancel(const ModelConfig& model, const std::string& id) const {
  return {.url = fmt::format("{}/batches/{}/cancel", model.base_url, id)};
}

BatchCall OpenAiBatches::fetch(const ModelConfig& model, const std::string& output) const {
  return {.get = true, .url = fmt::format("{}/files/{}/content", model.base_url, output)};
}

BatchCall OpenAiBatches::list(const ModelConfig& model) const {
  return {.get = true, .url = model.base_url + "/batches?limit=100"};
}

std::optional<std::string> OpenAiBatches::id_of(const std::string& reply) const {
  auto id = text_at(parsed(reply), "id");
  return id.empty() ? std::nullopt : std::optional(std::move(id));
}

std::optional<BatchStatus> OpenAiBatches::status_of(const std::string& reply) const {
  const auto batch = parsed(reply);
  BatchStatus status{.words = text_at(batch, "status")};
  if (status.words.empty()) return std::nullopt;
  status.ended = is_over(status.words);
  const auto& counts = at(batch, "request_counts");
  status.total = count_at(counts, "total");
  status.done = count_at(counts, "completed") + count_at(counts, "failed");
  // Where every request failed there is no output file; what expired or was cancelled has both.
  for (const auto* file : {"output_file_id", "error_file_id"})
    if (auto id = text_at(batch, file); !id.empty()) status.outputs.push_back(std::move(id));
  if (const auto& faults = at(at(batch, "errors"), "data"); faults.is_array() && !faults.empty()) {
    status.fault_code = text_at(faults.front(), "code");
    status.fault = text_at(faults.front(), "message");
  }
  return status;
}

std::optional<BatchLine> OpenAiBatches::line_of(std::string_view line) const {
  const auto read = parsed(line);
  BatchLine outcome{.key = text_at(read, "custom_id"), .reply = {}};
  if (outcome.key.empty()) return std::nullopt;
  const auto& response = at(read, "response");
  if (response.is_object()) {
    outcome.reply.status = static_cast<int>(count_at(response, "status_code"));
    auto body = at(response, "body");
    if (body.is_object()) body["service_tier"] = "batch";
    outcome.reply.body = body.is_string()
                             ? body.get<std::string>()
                             : body.dump(-1, ' ', false, json::error_handler_t::replace);
  } else {
    outcome.reply.body = json{{"error", at(read, "error")}}.dump();
  }
  return outcome;
}

std::vector<ListedBatch> OpenAiBatches::listed(const std::string& reply) const {
  std::vector<ListedBatch> batches;
  const auto list = parsed(reply);
  for (const auto& batch : at(list, "data"))
    batches.push_back(
        {.id = text_at(batch, "id"),
         .marker = text_at(at(batch, "metadata"), "judge"),
         .created = WallTime(seconds(static_cast<std::int64_t>(count_at(batch, "created_at")))),
         .requests = count_at(at(batch, "request_counts"), "total")});
  return batches;
}

}  // namespace judge
