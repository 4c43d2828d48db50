#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "model/dialect.hpp"
#include "sched/rate_limit.hpp"

namespace judge {

/// The keys of one model, each with its own rpm and tpm. A key that is out of money or refused is
/// dead for the rest of the run; one that was told to wait is paused.
class KeyPool {
 public:
  /// A model without keys has one nameless key, index 0.
  explicit KeyPool(const ModelConfig& model);

  struct Booking {
    std::size_t key = 0;
    Time when;
    std::optional<RateLimit::Booking> request;
    std::optional<RateLimit::Booking> tokens;
  };

  /// Books a request of about `tokens` on the living key that can send it first; of equals, the one
  /// used least. nullopt: every key is dead.
  std::optional<Booking> book(double tokens, Time now);

  /// False if the key died or was paused past `now` since it was booked: book again.
  bool holds(const Booking& booking, Time now) const;

  /// The tokens a booking really took; 0 if it was never sent.
  void settle(const Booking& booking, double tokens);

  void pause(std::size_t key, Time until);
  /// True if this was the first to say so.
  bool bury(std::size_t key, const CallError& why);

  std::size_t alive() const;
  std::size_t size() const { return lanes_.size(); }
  /// Why the last key to die did.
  const std::optional<CallError>& last_death() const { return last_death_; }

 private:
  struct Lane {
    std::optional<RateLimit> rpm;
    std::optional<RateLimit> tpm;
    Time paused_until{};
    std::uint64_t used = 0;
    bool dead = false;
  };
  static Time earliest(const Lane& lane, double tokens, Time now);

  std::vector<Lane> lanes_;
  std::optional<CallError> last_death_;
};

}  // namespace judge
