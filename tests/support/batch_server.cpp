#include "support/batch_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace judge {
namespace {

using nlohmann::json;

HttpReply ok(std::string body) {
  return {.status = 200, .headers = {}, .body = std::move(body)};
}

HttpReply refusal(int status, const std::string& code) {
  return {.status = status,
          .headers = {},
          .body = json{{"error", {{"message", code}, {"type", code}, {"code", code}}}}.dump()};
}

std::string path_of(const std::string& url) {
  const auto at = url.find("/v1");
  return at == std::string::npos ? url : url.substr(at + 3);
}

json completion(const std::string& content) {
  return {{"id", "chatcmpl-1"},
          {"choices",
           {{{"index", 0},
             {"message", {{"role", "assistant"}, {"content", content}}},
             {"finish_reason", "stop"}}}},
          {"usage", {{"prompt_tokens", 100}, {"completion_tokens", 10}, {"total_tokens", 110}}}};
}

json line_of(const std::string& id, int status, json body) {
  return {{"id", "batch_req_1"},
          {"custom_id", id},
          {"response", {{"status_code", status}, {"request_id", "r"}, {"body", std::move(body)}}},
          {"error", nullptr}};
}

}  // namespace

Async<TransportResult> BatchServer::Door::send(const HttpRequest& request, StopSignal& stop) {
  const auto path = path_of(request.endpoint->url);
  if (!path.starts_with("/files") && !path.starts_with("/batches"))
    co_return co_await online_.send(request, stop);
  co_return server_.reply(request, clock_.wall());
}

std::size_t BatchServer::requests() const {
  std::size_t all = 0;
  for (const auto& batch : batches_)
    if (batch.status != "failed") all += batch.requests;
  return all;
}

TransportResult BatchServer::reply(const HttpRequest& request, WallTime now) {
  const auto path = path_of(request.endpoint->url);
  const bool get = request.endpoint->get;
  for (auto& batch : batches_) bring_up_to_date(batch, now);
  if (path == "/files" && !get) return upload(request.body);
  if (path == "/batches" && !get) return make(json::parse(request.body), now);
  if (path.starts_with("/batches?")) {
    json list = json::array();
    for (const auto& batch : batches_) list.push_back(describe(batch));
    return ok(json{{"object", "list"}, {"data", list}}.dump());
  }
  if (path.starts_with("/files/")) return ok(content(path.substr(7, path.rfind('/') - 7)));
  for (auto& batch : batches_) {
    if (path == "/batches/" + batch.id + "/cancel" && !get) {
      if (batch.status == "in_progress") {
        work(batch);
        batch.answers.resize(batch.answers.size() / 2);
        batch.errors.clear();
        batch.status = "cancelled";
      }
      return ok(describe(batch).dump());
    }
    if (path != "/batches/" + batch.id || !get) continue;
    if (behaviour_.refused_looks > 0) {
      --behaviour_.refused_looks;
      return refusal(503, "server_is_overloaded");
    }
    return ok(describe(batch).dump());
  }
  return refusal(404, "not_found");
}

/// What stands between the second header block and the last boundary.
TransportResult BatchServer::upload(const std::string& form) {
  const auto start = form.find("\r\n\r\n", form.find("filename=")) + 4;
  files_.push_back(form.substr(start, form.rfind("\r\n--") - start));
  return ok(json{{"id", fmt::format("file-{}", files_.size() - 1)}, {"object", "file"}}.dump());
}

TransportResult BatchServer::make(const json& body, WallTime now) {
  Batch batch{.id = fmt::format("batch_{}", batches_.size()),
              .file = body.at("input_file_id"),
              .marker = body.at("metadata").at("judge"),
              .made = now};
  const auto& text = files_.at(std::stoul(batch.file.substr(5)));
  batch.requests = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  if (behaviour_.most_requests > 0 && batch.requests > behaviour_.most_requests)
    batch.status = "failed";
  if (behaviour_.out_of_money) batch.status = "failed";
  batches_.push_back(batch);
  if (behaviour_.lost_replies > 0) {
    --behaviour_.lost_replies;
    return std::unexpected(TransportError{
        .kind = TransportError::Kind::reset, .message = "reset", .request_sent = true});
  }
  return ok(describe(batch).dump());
}

void BatchServer::bring_up_to_date(Batch& batch, WallTime now) {
  if (batch.status != "in_progress" || now < batch.made + behaviour_.takes) return;
  work(batch);
  if (behaviour_.expiring > 0) {
    --behaviour_.expiring;
    const auto answered =
        static_cast<std::size_t>((1 - behaviour_.unanswered) * double(batch.answers.size()));
    while (batch.answers.size() > answered) {
      batch.errors.push_back({{"id", "x"},
                              {"custom_id", batch.answers.back()["custom_id"]},
                              {"response", nullptr},
                              {"error", {{"code", "batch_expired"}, {"message", "expired"}}}});
      batch.answers.pop_back();
    }
    batch.status = "expired";
    return;
  }
  batch.status = "completed";
}

void BatchServer::work(Batch& batch) {
  std::istringstream text(files_.at(std::stoul(batch.file.substr(5))));
  std::size_t number = 0;
  for (std::string row; std::getline(text, row); ++number) {
    const auto request = json::parse(row);
    const std::string id = request.at("custom_id");
    const auto format = request.at("body").value("response_format", json::object());
    const auto due = static_cast<std::size_t>(behaviour_.failing * double(batch.requests));
    if (!behaviour_.refuses_format.empty() && format.value("type", "") == behaviour_.refuses_format)
      batch.errors.push_back(line_of(id, 400,
                                     {{"error",
                                       {{"message", "response_format is not supported"},
                                        {"type", "invalid_request_error"},
                                        {"param", "response_format"},
                                        {"code", "unsupported_parameter"}}}}));
    else if (number < due)
      batch.errors.push_back(line_of(id, 500, {{"error", {{"message", "oops"}}}}));
    else
      batch.answers.push_back(line_of(id, 200, completion(behaviour_.answer)));
  }
  std::ranges::reverse(batch.answers);  // in no order that could be relied on
}

json BatchServer::describe(const Batch& batch) const {
  json described{
      {"id", batch.id},
      {"status", batch.status},
      {"created_at", std::chrono::duration_cast<seconds>(batch.made.time_since_epoch()).count()},
      {"metadata", {{"judge", batch.marker}}},
      {"output_file_id", nullptr},
      {"error_file_id", nullptr},
      {"request_counts",
       {{"total", batch.requests},
        {"completed", batch.answers.size()},
        {"failed", batch.errors.size()}}}};
  if (!batch.answers.empty()) described["output_file_id"] = "out-" + batch.id;
  if (!batch.errors.empty()) described["error_file_id"] = "err-" + batch.id;
  if (batch.status == "failed")
    described["errors"] = {{"data",
                            {{{"code", behaviour_.out_of_money ? "billing_hard_limit_reached"
                                                               : "token_limit_exceeded"},
                              {"message", "too much"}}}}};
  return described;
}

std::string BatchServer::content(const std::string& file) const {
  std::string text;
  for (const auto& batch : batches_)
    if (file.substr(4) == batch.id)
      for (const auto& line : file.starts_with("out-") ? batch.answers : batch.errors)
        text += line.dump() + "\n";
  return text;
}

}  // namespace judge
