#pragma once

#include <optional>

#include "net/transport.hpp"

namespace judge {

/// What a reply's headers tell of the key's limits, per minute. The reset times are left alone:
/// they say when a bucket is full again, not how long to wait. Absent, zero, negative or
/// unreadable: nullopt.
struct RateHeaders {
  std::optional<double> limit_requests;
  std::optional<double> remaining_requests;
  std::optional<double> limit_tokens;
  std::optional<double> remaining_tokens;
};

/// x-ratelimit-{limit,remaining}-{requests,tokens}, and
/// anthropic-ratelimit-{requests,tokens}-{limit,remaining}.
RateHeaders rate_headers(const HttpReply& reply);

}  // namespace judge
