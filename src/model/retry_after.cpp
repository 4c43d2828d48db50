#include "model/retry_after.hpp"

#include <charconv>
#include <cmath>
#include <ctime>

#include "base/text.hpp"

namespace judge {
namespace {

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

/// Of a positive number of milliseconds; rounded up, so that something is left of 0.0001 s.
std::optional<milliseconds> positive(double ms) {
  constexpr double century = 3.2e12;  // more is not asked for by anybody in earnest
  if (!(ms > 0) || !(ms <= century)) return std::nullopt;
  return milliseconds(static_cast<std::int64_t>(std::ceil(ms)));
}

/// RFC 9110, 5.6.7: the form in use and the two obsolete ones. All are UTC. In seconds: the clock's
/// own unit would overflow in years such as 30 and 9999.
std::optional<std::chrono::sys_seconds> http_date(const std::string& text) {
  for (const char* form :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm fields{};
    const char* end = strptime(text.c_str(), form, &fields);
    if (!end || *end) continue;
    return std::chrono::sys_seconds(std::chrono::seconds(timegm(&fields)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<milliseconds> retry_after(const HttpReply& reply, WallTime now) {
  if (const auto* header = reply.header("retry-after-ms"))
    if (const auto ms = number(trim(*header)))
      if (const auto wait = positive(*ms)) return wait;
  const auto* header = reply.header("retry-after");
  if (!header) return std::nullopt;
  const std::string text(trim(*header));
  if (const auto seconds = number(text)) return positive(*seconds * 1000);
  const auto date = http_date(text);
  if (!date) return std::nullopt;
  // By the server's own clock where it tells that: ours may be an hour off.
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto* sent = reply.header("date");
  const auto sent_at = sent ? http_date(std::string(trim(*sent))) : std::nullopt;
  const auto from =
      sent_at ? Milliseconds(sent_at->time_since_epoch()) : Milliseconds(now.time_since_epoch());
  return positive((Milliseconds(date->time_since_epoch()) - from).count());
}

std::optional<bool> should_retry(const HttpReply& reply) {
  const auto* header = reply.header("x-should-retry");
  if (!header) return std::nullopt;
  const auto text = lower(trim(*header));
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

}  // namespace judge
