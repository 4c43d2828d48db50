// mock: a server on loopback in six providers' dialects, with latency, limits and faults on
// request.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/errors.hpp"

namespace judge {

struct MockOptions {
  std::uint16_t port = 0;       // 0 = any free one
  std::string latency = "0ms";  // "200ms", or "lognormal:200ms,0.5" (median, sigma)
  std::optional<double> rpm = {};
  std::optional<double> tpm = {};
  std::optional<double> burst =
      {};                 // requests that may come at once; default: rpm / 60, at least 1
  std::string fail = {};  // "500=0.01,reset=0.005,stall=0.001,garbage=0.01"
  std::uint64_t seed = 0;
  /// Share of the pairs in which the first answer shown wins, whatever it is.
  double position_bias = 0.05;
  double unreadable = 0;     // share of the verdicts asked for that come as mere prose
  std::string api_key = {};  // where set, requests must carry it: else 401, or what it is there
  std::string response_format =
      "json_schema";    // what it takes: json_schema | json_object | text (400 to others)
  bool headers = true;  // tell the limits in headers, where the provider has such
  /// Keep prompts' prefixes so long ("5m"), and tell how much of a prompt was cached; "" = never.
  std::string prompt_cache = {};
  std::string batch_time = "1s";  // how long a batch takes
  std::string batch_fail = {};    // "line=0.01,expired=0.1,failed=0.1"
};

/// Serves on 127.0.0.1 from a thread of its own until destroyed.
class MockServer {
 public:
  /// Fault::usage for an option that cannot be read, Fault::internal where the port is taken.
  static Result<std::unique_ptr<MockServer>> start(const MockOptions& options);
  virtual ~MockServer() = default;
  virtual std::uint16_t port() const = 0;
  virtual std::string base_url() const = 0;  // "http://127.0.0.1:PORT/v1"
};

}  // namespace judge
