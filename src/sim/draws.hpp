#pragma once

#include "base/random.hpp"
#include "sim/behaviour.hpp"
#include "sim/replies.hpp"

namespace judge {

/// What chance has in store for one request. Always the same number of draws, so that a changed
/// share leaves the other draws as they are.
struct SimFate {
  bool stalled = false;
  bool lost = false;
  bool error_500 = false;
  bool garbage = false;
  double spread = 0;  // uniform in [0, 1)
  double normal = 0;  // standard normal

  static SimFate draw(const SimBehaviour& behaviour, Random& random);
};

/// What is the same each time this body comes.
std::uint64_t bits_of(const std::string& body, std::uint64_t salt);
bool draw_by_body(const std::string& body, std::uint64_t salt, double share);
SimSize size_of(const SimBehaviour& behaviour, const std::string& body);

/// How long an answer of `size` takes on `key`.
Duration latency_of(const SimBehaviour& behaviour, const std::string& key, const SimSize& size,
                    const SimFate& fate);

/// The outage at `since` the start, or nullptr.
const Outage* outage_at(const SimBehaviour& behaviour, Duration since);

}  // namespace judge
