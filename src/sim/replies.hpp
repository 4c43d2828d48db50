#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/transport.hpp"
#include "sim/limits.hpp"

namespace judge {

/// What a simulated request comes to in tokens.
struct SimSize {
  double input = 0;
  double output = 0;
  std::optional<std::uint64_t> cached{};  // of the input; nullopt: it is not told
  double total() const { return input + output; }
};

HttpReply sim_error(int status, std::string_view type, std::string_view code);
HttpReply sim_completion(std::string_view json_escaped_content, const SimSize& size);
/// An answer that the provider's filter has kept back.
HttpReply sim_declined(const SimSize& size);
bool is_completion(const HttpReply& reply);

/// `retry-after-ms`, or `retry-after` in whole seconds; rounded up.
Header retry_after_header(Duration wait, bool in_seconds);
/// x-ratelimit-limit, -remaining and -reset of -requests and -tokens, as far as there is a limit.
/// Reset is the time to a full refill.
void add_limit_headers(HttpReply& reply, LimitHeaders style, SimKeyLimits& limits, Time now);

}  // namespace judge
