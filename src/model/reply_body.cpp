#include "model/reply_body.hpp"

#include <array>
#include <limits>

#include "base/text.hpp"
#include "model/error_reply.hpp"
#include "model/reply_text.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_reason = 64;

struct Reason {
  std::string_view theirs;
  std::string_view ours;
};

constexpr auto reasons = std::to_array<Reason>({
    {"end_turn", "stop"},
    {"stop_sequence", "stop"},
    {"completed", "stop"},
    {"max_tokens", "length"},
    {"max_output_tokens", "length"},
    {"model_context_window_exceeded", "length"},
    {"tool_use", "tool_calls"},
    {"refusal", "content_filter"},
    {"content_filtered", "content_filter"},
    {"guardrail_intervened", "content_filter"},
    {"safety", "content_filter"},
    {"recitation", "content_filter"},
    {"blocklist", "content_filter"},
    {"prohibited_content", "content_filter"},
    {"spii", "content_filter"},
    {"image_safety", "content_filter"},
});

CallError not_json(const HttpReply& reply, const NotJson& why, WallTime now) {
  auto error = unusable(reply, why.code, why.message, now);
  const auto* type = reply.header("content-type");
  if (!type || !type->starts_with("text/event-stream")) return error;
  error.error_class = ErrorClass::config;
  error.code = "event_stream";
  error.message = "the server streams its reply; take `stream` out of the model's params";
  return error;
}

}  // namespace

std::expected<ReplyJson, CallError> body_of(const HttpReply& reply, WallTime now) {
  if (reply.status < 200 || reply.status > 299) return std::unexpected(status_error(reply, now));
  const auto body = parse_reply(reply.body);
  if (!body) return std::unexpected(not_json(reply, body.error(), now));
  if (const auto error = at(*body, "error"); !error.is_null())
    return std::unexpected(embedded_error(reply, error, now));
  return *body;
}

double number_at(ReplyJson object, std::string_view key) {
  double number = 0;
  return at(object, key).get(number) == simdjson::SUCCESS
             ? number
             : std::numeric_limits<double>::quiet_NaN();
}

std::vector<ReplyJson> list_at(ReplyJson object, std::string_view key) {
  simdjson::dom::array list;
  if (at(object, key).get(list) != simdjson::SUCCESS) return {};
  std::vector<ReplyJson> elements;
  for (const auto element : list) elements.push_back(element);
  return elements;
}

std::string finish_reason(std::string_view reason) {
  const auto word = lower(cut(reason, longest_reason));
  for (const auto& [theirs, ours] : reasons)
    if (word == theirs) return std::string(ours);
  return word;
}

}  // namespace judge
