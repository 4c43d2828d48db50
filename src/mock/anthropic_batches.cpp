// POST /v1/messages/batches, and what is asked of them afterwards.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/text.hpp"
#include "mock/batches.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

Reply refused(const Refusal& refusal) {
  return mock::anthropic().error(refusal, {});
}

std::string rfc3339(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<seconds>(time));
}

Json described(const Batch& batch) {
  const bool cancelled = batch.state == Batch::State::cancelled;
  const auto left = batch.ended() ? batch.count(is_left) : 0;
  return {{"id", batch.id},
          {"type", "message_batch"},
          {"processing_status", batch.ended() ? "ended" : "in_progress"},
          {"request_counts",
           {{"processing", batch.ended() ? 0 : batch.items.size()},
            {"succeeded", batch.count(is_answered)},
            {"errored", batch.count(is_refused)},
            {"canceled", cancelled ? left : 0},
            {"expired", cancelled ? 0 : left}}},
          {"created_at", rfc3339(batch.made)},
          {"expires_at", rfc3339(batch.made + std::chrono::hours(24))},
          {"ended_at", nullptr},
          {"archived_at", nullptr},
          {"cancel_initiated_at", nullptr},
          {"results_url", nullptr}};
}

std::string result_line(const Batch& batch, const BatchItem& item) {
  Json result;
  if (!item.reply) {
    result = {{"type", batch.state == Batch::State::cancelled ? "canceled" : "expired"}};
  } else if (is_answered(item)) {
    result = {{"type", "succeeded"}, {"message", Json::parse(item.reply->body, nullptr, false)}};
  } else {
    // Of an error, whatever words it came in, the kind and what it says.
    const auto body = Json::parse(item.reply->body, nullptr, false);
    const auto* error = member(body, "error");
    const bool fault = item.reply->status >= 500;
    result = {{"type", "errored"},
              {"error",
               {{"type", "error"},
                {"error",
                 {{"type", fault ? "api_error" : "invalid_request_error"},
                  {"message", error ? text_member(*error, "message") : ""}}}}}};
  }
  return Json{{"custom_id", item.custom_id}, {"result", result}}.dump(
             -1, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

}  // namespace

Reply Batches::anthropic(const Asked& asked) {
  if (const auto entered = mock::anthropic().check_head(asked.http, key_); !entered)
    return refused(entered.error());
  if (asked.id.empty()) {
    if (asked.post()) return anthropic_create(asked);
    Json list = Json::array();
    for (const auto* batch : shelf_.list("msgbatch_", asked.wall))
      list.push_back(described(*batch));
    return {
        .body =
            Json{{"data", list}, {"has_more", false}, {"first_id", nullptr}, {"last_id", nullptr}}
                .dump()};
  }
  auto* batch = shelf_.find(asked.id, asked.wall);
  if (!batch)
    return refused({.status = 404,
                    .message = fmt::format("No batch has the id {}.", printable(asked.id, 80)),
                    .cause = Cause::status});
  if (asked.post() && asked.verb == "cancel") shelf_.cancel(*batch);
  if (asked.get() && asked.verb == "results") {
    std::string text;
    for (auto i = batch->items.size(); i-- > 0 && batch->ended();)
      text += result_line(*batch, batch->items[i]);
    return {.content_type = "application/x-jsonl", .body = std::move(text)};
  }
  auto json = described(*batch);
  const auto host = asked.http.header("host");
  if (batch->ended() && !host.empty()) {
    json["ended_at"] = rfc3339(asked.wall);
    json["results_url"] = fmt::format("http://{}/v1/messages/batches/{}/results", host, batch->id);
  }
  return {.body = json.dump()};
}

Reply Batches::anthropic_create(const Asked& asked) {
  const auto body = read_object(asked.http.body);
  if (!body) return refused(body.error());
  Batch batch{.id = "msgbatch_", .path = "/v1/messages"};
  const auto* requests = member(*body, "requests");
  if (!requests || !requests->is_array() || requests->empty())
    return refused(
        {.message = "requests: a list of at least one is required", .param = "requests"});
  for (const auto& request : *requests) {
    const auto* params = member(request, "params");
    auto id = text_member(request, "custom_id");
    if (!params || id.empty() || id.size() > 64)
      return refused({.message = "requests: each has a custom_id of 1 to 64 characters and params",
                      .param = "requests"});
    batch.items.push_back({.custom_id = std::move(id), .body = params->dump()});
  }
  return {.body = described(shelf_.add(std::move(batch), asked.wall)).dump()};
}

}  // namespace judge::mock
