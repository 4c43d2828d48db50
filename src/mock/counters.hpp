#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <map>
#include <string>

namespace judge::mock {

/// What GET /stats tells. Requests to /stats itself are not counted.
class Counters {
 public:
  void connected();
  void disconnected() { --connections_; }
  void begin();  // a request has been read
  void end() { --in_flight_; }
  void sent(unsigned status) { ++by_status_[status]; }
  void rate_limited() { ++rate_limited_; }
  void reset_connection() { ++resets_; }
  void stalled() { ++stalls_; }
  /// An answer with content or a refusal went out, to the request body of this hash.
  void answered(std::uint64_t body);

  /// Everything but what is open now starts anew.
  void reset();
  std::string json() const;

 private:
  std::uint64_t requests_ = 0, answered_ = 0, rate_limited_ = 0, resets_ = 0, stalls_ = 0;
  std::uint64_t in_flight_ = 0, peak_in_flight_ = 0, connections_ = 0, peak_connections_ = 0;
  std::map<unsigned, std::uint64_t> by_status_;
  boost::unordered_flat_set<std::uint64_t> bodies_;    // answered; about 10 bytes each
  boost::unordered_flat_set<std::uint64_t> repeated_;  // answered more than once
};

}  // namespace judge::mock
