#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace judge {

/// How a server counts. A bucket holds `burst` and refills evenly; a fixed window starts anew at
/// every multiple of its span; a sliding window looks back over its span.
enum class Counting { token_bucket, fixed_window, sliding_window };

/// The limits of one key. A window of W seconds admits per_minute × W / 60.
struct SimLimits {
  double rpm = 0;                   // requests a minute; 0 = no limit
  double burst = 1;                 // requests; token buckets only
  double tpm = 0;                   // tokens a minute, input and output; 0 = no limit
  std::optional<double> tpm_burst;  // tokens; default: a minute's worth
  Counting counting = Counting::token_bucket;
  std::chrono::seconds window{60};
};

/// From `at` on, counted from the start of the run, every limit is `factor` of what it was stated
/// as. A later change replaces an earlier one.
struct LimitChange {
  Duration at{};
  double factor = 1;
};

/// Everything fails from `from` until just before `to`, counted from the start of the run.
struct Outage {
  enum class Kind {
    unavailable,   // 503
    refused,       // no connection
    rate_limited,  // 429, told to come back at its end
  };
  Duration from{};
  Duration to{};
  Kind kind = Kind::unavailable;
};

/// Which x-ratelimit-* headers come with each reply: none, with reset in Go's duration syntax as
/// OpenAI has it, or in whole seconds as Azure has it.
enum class LimitHeaders { none, openai, azure };

/// What a simulated provider does to those who call it: a server without limits or faults that
/// answers within half a second, unless told otherwise. Shares are of all requests. The limits it
/// inherits are those of each key that `limits_by_key` does not name.
struct SimBehaviour : SimLimits {
  std::uint64_t seed = 0;

  // How long an answer takes: latency × e^(σN) × slow + spread × U + per_output_token × tokens.
  milliseconds latency{300};         // the median where latency_sigma > 0
  milliseconds latency_spread{200};  // uniform, on top
  double latency_sigma = 0;          // of a lognormal factor
  milliseconds per_output_token{0};
  std::map<std::string, double> slow_keys;      // key → factor
  std::optional<milliseconds> refusal_latency;  // of 429 and 503; default: like an answer

  // How large: input and output tokens of each request.
  double input_tokens = 100;  // 0: a quarter of the body's bytes
  double output_tokens = 20;  // the median where output_sigma > 0
  double output_sigma = 0;    // of a lognormal factor; by body, so the same every time

  std::map<std::string, SimLimits> limits_by_key;
  std::vector<LimitChange> limit_changes;  // by time
  LimitHeaders limit_headers = LimitHeaders::none;
  bool tells_retry_after = true;
  bool retry_after_in_seconds = false;  // rounded up; else retry-after-ms

  std::vector<Outage> outages;
  double error_500 = 0;
  double lost = 0;        // connection breaks; the work was done or not
  double stalled = 0;     // nothing comes until the attempt's deadline
  double garbage = 0;     // 200 with what is no completion
  double unreadable = 0;  // an answer that holds no verdict; by body
  double too_long = 0;    // 400 context_length_exceeded; by body
  double filtered = 0;    // 400 content_filter; by body
  double declined = 0;    // 200 with finish_reason content_filter; by body
  std::function<std::string(const std::string& body)> says;  // what is answered, if not a score
  bool takes_json_schema = true;
  std::optional<milliseconds> prompt_cache;         // how long it keeps bodies; told in the usage
  std::map<std::string, std::uint64_t> dies_after;  // key → answers until it is out of money
  std::map<std::string, Duration> dies_at;          // key → when it is
  std::set<std::string> unknown_keys;               // 401

  /// False: only counts are kept, no arrivals and no bodies. For runs of millions.
  bool keeps_books = true;

  const SimLimits& limits_of(const std::string& key) const {
    const auto found = limits_by_key.find(key);
    return found == limits_by_key.end() ? *this : found->second;
  }
};

}  // namespace judge
