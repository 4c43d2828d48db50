#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "config/config.hpp"
#include "model/dialect.hpp"

namespace judge {

/// What a call has been through.
struct CallHistory {
  std::uint32_t spent = 0;        // attempts that count against retry.max
  std::uint32_t consecutive = 0;  // faults in a row, rate limits included: the backoff's exponent
  Time last_success{};            // of this model, or the call's own start if later
};

/// How long the sample stays out of the line before its next attempt, or nullopt: give up. Pure but
/// for `random`.
/// - transient: full-jitter exponential backoff, uniform in [0, min(cap, base·2^(n-1))]
///   (Brooker, AWS Architecture Blog 2015), or the server's Retry-After plus a little jitter;
/// - rate_limit: none: its lane waits, not the sample, which keeps its place. Bounded by
///   retry.give_up_after without any success, not by attempts;
/// - billing and auth: none: another key takes it; whether one is left is the dispatcher's to say.
///   What the server says about trying again it says of this key;
/// - sample and config are final.
/// x-should-retry overrules the other classes. A Retry-After above retry_after_cap is not waited
/// for: give up.
std::optional<milliseconds> next_delay(const RetryConfig& config, const CallError& error,
                                       const CallHistory& history, Time now, Random& random);

/// True for the errors that count against retry.max.
bool spends_attempt(const CallError& error);

}  // namespace judge
