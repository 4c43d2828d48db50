#pragma once

#include <optional>

#include "base/clock.hpp"
#include "net/transport.hpp"

namespace judge {

/// How long the server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP
/// date. nullopt for what is no positive finite time, so that garbage means ordinary backoff.
std::optional<milliseconds> retry_after(const HttpReply& reply, WallTime now);

/// x-should-retry, where it is "true" or "false".
std::optional<bool> should_retry(const HttpReply& reply);

}  // namespace judge
