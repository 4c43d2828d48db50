// A server's reply: status, headers, an empty line, body.
#include <cmath>

#include "base/text.hpp"
#include "fuzz/dialects.hpp"
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"

namespace judge::test {
namespace {

using Decoded = std::expected<ChatReply, CallError>;

constexpr WallTime now{std::chrono::seconds(1'795'179'600)};

bool same(const ChatReply& a, const ChatReply& b) {
  return a.text == b.text && a.refusal == b.refusal && a.finish_reason == b.finish_reason &&
         a.usage.has_value() == b.usage.has_value() && a.logprobs.size() == b.logprobs.size();
}

bool same(const Decoded& a, const Decoded& b) {
  if (a && b) return same(*a, *b);
  return !a && !b && a.error().error_class == b.error().error_class &&
         a.error().code == b.error().code && a.error().message == b.error().message;
}

bool sound(const std::optional<Usage>& usage) {
  if (!usage) return true;
  const auto cost = cost_usd(
      {.input = 1, .cached_input = 0.1, .output = 2, .cache_write = 1.25, .cache_write_1h = 2},
      usage);
  return usage->input >= 0 && usage->output >= 0 && usage->reasoning.value_or(0) >= 0 &&
         usage->cached_input.value_or(0) >= 0 && usage->cached_input.value_or(0) <= usage->input &&
         cost && std::isfinite(*cost) && *cost >= 0;
}

bool sound(const ChatReply& reply) {
  return !invalid_utf8(reply.text) && !invalid_utf8(reply.refusal.value_or("")) &&
         !invalid_utf8(reply.finish_reason) && reply.finish_reason.size() <= 500 &&
         sound(reply.usage);
}

bool sound(const CallError& error) {
  return !error.code.empty() && !invalid_utf8(error.code) && error.message.size() <= 500 &&
         !invalid_utf8(error.message) && (!error.retry_after || *error.retry_after > 0ms);
}

}  // namespace

std::string broken_property(std::string_view input) {
  const auto reply = reply_of(input);
  for (const auto& [provider, dialect] : all_dialects()) {
    const auto where = "dialect " + std::to_string(static_cast<int>(provider)) + ": ";
    const auto decoded = dialect->decode(reply, now);
    if (decoded && (reply.status < 200 || reply.status > 299))
      return where + "an answer has status 2xx";
    if (!(decoded ? sound(*decoded) : sound(decoded.error())))
      return where + "texts are UTF-8, messages short, counts add up";
    if (!same(decoded, dialect->decode(reply, now + std::chrono::hours(9))))
      return where + "a stored reply says the same for ever";
  }
  return "";
}

}  // namespace judge::test
