#include "mock/counters.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace judge::mock {

void Counters::connected() {
  peak_connections_ = std::max(peak_connections_, ++connections_);
}

void Counters::begin() {
  ++requests_;
  peak_in_flight_ = std::max(peak_in_flight_, ++in_flight_);
}

void Counters::answered(std::uint64_t body) {
  ++answered_;
  if (!bodies_.insert(body).second) repeated_.insert(body);
}

void Counters::reset() {
  const auto in_flight = in_flight_;
  const auto connections = connections_;
  *this = {};
  in_flight_ = peak_in_flight_ = in_flight;
  connections_ = peak_connections_ = connections;
}

std::string Counters::json() const {
  auto by_status = nlohmann::ordered_json::object();
  for (const auto& [status, count] : by_status_) by_status[std::to_string(status)] = count;
  const nlohmann::ordered_json stats{{"requests", requests_},
                                     {"by_status", std::move(by_status)},
                                     {"answered", answered_},
                                     {"in_flight", in_flight_},
                                     {"peak_in_flight", peak_in_flight_},
                                     {"connections", connections_},
                                     {"peak_connections", peak_connections_},
                                     {"rate_limited", rate_limited_},
                                     {"resets", resets_},
                                     {"stalls", stalls_},
                                     {"unique_bodies", bodies_.size()},
                                     {"repeated_bodies", repeated_.size()}};
  return stats.dump() + "\n";
}

}  // namespace judge::mock
