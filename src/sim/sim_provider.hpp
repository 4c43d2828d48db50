#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/transport.hpp"

namespace judge {

/// What a simulated provider does to those who call it. Shares are of all requests.
struct SimBehaviour {
  std::uint64_t seed = 0;
  std::chrono::milliseconds latency{300};
  std::chrono::milliseconds latency_spread{200};  // uniform, on top
  double rpm = 0;                                 // 0 = none; a token bucket a key
  double burst = 1;
  bool tells_retry_after = true;
  double error_500 = 0;
  double lost = 0;        // connection breaks; the work was done or not
  double stalled = 0;     // nothing comes until the attempt's deadline
  double garbage = 0;     // 200 with what is no completion
  double unreadable = 0;  // an answer that holds no verdict; by body, so the same every time
  double too_long = 0;    // 400 context_length_exceeded; by body
  bool takes_json_schema = true;
  std::map<std::string, std::uint64_t> dies_after;  // key → answers until it is out of money
};

/// An OpenAI-compatible server behind the transport seam, under virtual time. It keeps the books
/// that the promises are checked against.
class SimProvider final : public HttpTransport {
 public:
  SimProvider(Executor loop, Clock& clock, SimBehaviour behaviour);

  Async<TransportResult> send(HttpRequest request, StopSignal& stop) override;

  struct Books {
    std::uint64_t requests = 0;
    std::uint64_t answered = 0;  // 200 with a completion that reached the caller
    std::uint64_t rate_limited = 0;
    std::uint64_t format_refused = 0;
    std::size_t in_flight = 0;
    std::size_t peak_in_flight = 0;
    std::map<std::string, std::uint64_t> answers;  // by request body
    std::vector<Time> arrivals;
  };
  const Books& books() const { return books_; }

 private:
  struct Bucket {
    double level = 0;
    Time at{};
  };
  std::optional<std::chrono::milliseconds> refused_for(const std::string& key);
  HttpReply decide(const HttpRequest& request, const std::string& key, double draw);
  bool draw_by_body(const std::string& body, std::uint64_t salt, double share) const;

  Executor loop_;
  Clock& clock_;
  SimBehaviour behaviour_;
  Random random_;
  Books books_;
  std::map<std::string, Bucket> buckets_;
  std::map<std::string, std::uint64_t> answers_by_key_;
};

}  // namespace judge
