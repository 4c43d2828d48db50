// POST /v1/files and /v1/batches, and what is asked of them afterwards.
#include <fmt/format.h>

#include "base/random.hpp"
#include "base/text.hpp"
#include "mock/batches.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

constexpr std::string_view kOutput = "file-out-";
constexpr std::string_view kErrors = "file-err-";
constexpr std::uint64_t kFileSalt = 0x66696c6573;

std::int64_t unix_time(WallTime time) {
  return std::chrono::duration_cast<seconds>(time.time_since_epoch()).count();
}

Reply refused(const Refusal& refusal) {
  return openai_chat().error(refusal, {});
}

Reply not_found(std::string_view what, std::string_view id) {
  return refused({.status = 404,
                  .message = fmt::format("No {} has the id {}.", what, printable(id, 80)),
                  .cause = Cause::status});
}

std::string_view name_of(Batch::State state) {
  switch (state) {
    case Batch::State::ended:
      return "completed";
    case Batch::State::expired:
      return "expired";
    case Batch::State::cancelled:
      return "cancelled";
    case Batch::State::failed:
      return "failed";
    case Batch::State::working:
      break;
  }
  return "in_progress";
}

Json described(const Batch& batch) {
  const auto failed = batch.count(is_refused) + (batch.ended() ? batch.count(is_left) : 0);
  const auto answered = batch.count(is_answered);
  const bool refused = batch.state == Batch::State::failed;
  Json json{
      {"id", batch.id},
      {"object", "batch"},
      {"endpoint", batch.path},
      {"errors", nullptr},
      {"input_file_id", batch.input_file},
      {"completion_window", "24h"},
      {"status", name_of(batch.state)},
      {"output_file_id", nullptr},
      {"error_file_id", nullptr},
      {"created_at", unix_time(batch.made)},
      {"request_counts",
       {{"total", batch.items.size()}, {"completed", answered}, {"failed", refused ? 0 : failed}}},
      {"metadata", batch.metadata}};
  if (refused)
    json["errors"] = {{"object", "list"},
                      {"data",
                       {{{"code", "token_limit_exceeded"},
                         {"message", "Enqueued token limit reached for this model."},
                         {"param", nullptr},
                         {"line", nullptr}}}}};
  if (!refused && answered > 0) json["output_file_id"] = std::string(kOutput) + batch.id;
  if (!refused && batch.ended() && failed > 0)
    json["error_file_id"] = std::string(kErrors) + batch.id;
  return json;
}

/// The form's part of that name; nullopt: there is none.
std::optional<std::string_view> part_of(const HttpRequest& http, std::string_view name) {
  constexpr std::string_view key = "boundary=";
  const auto type = http.header("content-type");
  const auto at = type.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  auto boundary = type.substr(at + key.size());
  boundary = boundary.substr(0, boundary.find(';'));
  if (boundary.starts_with('"')) boundary = boundary.substr(1, boundary.size() - 2);
  const std::string end = fmt::format("\r\n--{}", boundary);
  const std::string wanted = fmt::format("name=\"{}\"", name);
  auto body = http.body;
  while (true) {
    const auto head = body.find("\r\n\r\n");
    if (head == std::string_view::npos) return std::nullopt;
    const auto rest = body.substr(head + 4);
    const auto size = rest.find(end);
    if (size == std::string_view::npos) return std::nullopt;
    if (body.substr(0, head).find(wanted) != std::string_view::npos) return rest.substr(0, size);
    body = rest.substr(size + end.size());
  }
}

/// The lines of an uploaded file; the number of the first that is none.
std::expected<std::vector<BatchItem>, std::size_t> items_of(std::string_view file,
                                                            std::string_view endpoint) {
  std::vector<BatchItem> items;
  for (std::size_t number = 1; !file.empty(); ++number) {
    const auto line = file.substr(0, file.find('\n'));
    file.remove_prefix(std::min(line.size() + 1, file.size()));
    if (trim(line).empty()) continue;
    const auto read = read_object(line);
    if (!read || !member(*read, "body") || text_member(*read, "custom_id").empty() ||
        text_member(*read, "url") != endpoint)
      return std::unexpected(number);
    items.push_back(
        {.custom_id = text_member(*read, "custom_id"), .body = member(*read, "body")->dump()});
  }
  return items;
}

std::string output_line(const Batch& batch, const BatchItem& item, std::size_t number) {
  Json line{{"id", fmt::format("batch_req_{}_{}", batch.id.substr(6), number)},
            {"custom_id", item.custom_id},
            {"response", nullptr},
            {"error", nullptr}};
  if (item.reply)
    line["response"] = {{"status_code", item.reply->status},
                        {"request_id", fmt::format("req_{}", number)},
                        {"body", Json::parse(item.reply->body, nullptr, false)}};
  else
    line["error"] = {{"code", "batch_expired"},
                     {"message", "This request could not be executed before the batch ended."}};
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Reply Batches::openai_files(const Asked& asked) {
  if (const auto entered = openai_chat().check_head(asked.http, key_); !entered)
    return refused(entered.error());
  if (asked.get() && asked.verb == "content") return openai_output(asked.id, asked.wall);
  if (!asked.post() || !asked.id.empty()) return not_found("file", asked.id);
  const auto file = part_of(asked.http, "file");
  if (!file || part_of(asked.http, "purpose") != "batch")
    return refused(
        {.message = "Expected a form with 'purpose' (batch) and 'file'.", .param = "file"});
  auto id = fmt::format("file-{:016x}", random_bits(seed_ ^ kFileSalt, files_.size()));
  const Json described{{"id", id},
                       {"object", "file"},
                       {"bytes", file->size()},
                       {"created_at", unix_time(asked.wall)},
                       {"filename", "requests.jsonl"},
                       {"purpose", "batch"},
                       {"status", "processed"}};
  files_.emplace(std::move(id), *file);
  return {.body = described.dump()};
}

/// Of an uploaded file, what was uploaded; of a batch, its answers or its errors.
Reply Batches::openai_output(std::string_view file, WallTime wall) {
  constexpr std::string_view kind = "application/octet-stream";
  if (const auto found = files_.find(file); found != files_.end())
    return {.content_type = kind, .body = found->second};
  const bool errors = file.starts_with(kErrors);
  if (!errors && !file.starts_with(kOutput)) return not_found("file", file);
  const auto* batch = shelf_.find(file.substr(kOutput.size()), wall);
  if (!batch) return not_found("file", file);
  std::string text;
  // Backwards: nobody may rely on an order.
  for (auto i = batch->items.size(); i-- > 0;)
    if (is_answered(batch->items[i]) != errors) text += output_line(*batch, batch->items[i], i);
  return {.content_type = kind, .body = std::move(text)};
}

Reply Batches::openai_batches(const Asked& asked) {
  if (const auto entered = openai_chat().check_head(asked.http, key_); !entered)
    return refused(entered.error());
  if (asked.id.empty()) {
    if (asked.post()) return openai_create(asked);
    Json list = Json::array();
    for (const auto* batch : shelf_.list("batch_", asked.wall)) list.push_back(described(*batch));
    return {.body = Json{{"object", "list"}, {"data", list}, {"has_more", false}}.dump()};
  }
  auto* batch = shelf_.find(asked.id, asked.wall);
  if (!batch) return not_found("batch", asked.id);
  if (asked.post() && asked.verb == "cancel") shelf_.cancel(*batch);
  return {.body = described(*batch).dump()};
}

Reply Batches::openai_create(const Asked& asked) {
  const auto body = read_object(asked.http.body);
  if (!body) return refused(body.error());
  Batch batch{.id = "batch_",
              .path = text_member(*body, "endpoint"),
              .input_file = text_member(*body, "input_file_id")};
  const auto file = files_.find(batch.input_file);
  if (file == files_.end())
    return refused({.message = "No such file was uploaded.", .param = "input_file_id"});
  if (text_member(*body, "completion_window") != "24h")
    return refused({.message = "Only 24h is taken.", .param = "completion_window"});
  auto items = items_of(file->second, batch.path);
  if (!items)
    return refused({.message = fmt::format("Line {} of the file is no request to {}.",
                                           items.error(), printable(batch.path, 80)),
                    .param = "input_file_id"});
  batch.items = std::move(*items);
  if (const auto* metadata = member(*body, "metadata")) batch.metadata = *metadata;
  return {.body = described(shelf_.add(std::move(batch), asked.wall)).dump()};
}

}  // namespace judge::mock
