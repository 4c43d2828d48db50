#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"
#include "sched/adaptive_limit.hpp"
#include "sched/lane.hpp"
#include "sched/semaphore.hpp"

namespace judge {

class Dispatcher;

/// The right to send one attempt now, on one key. Move-only; a dropped one goes back, and none goes
/// back twice.
class Slot {
 public:
  Slot(Slot&& other) noexcept
      : dispatcher_(std::exchange(other.dispatcher_, nullptr)),
        key_(other.key_),
        booking_(other.booking_) {}
  Slot& operator=(Slot&&) = delete;
  ~Slot();
  std::size_t key() const { return key_; }

 private:
  friend class Dispatcher;
  Slot(Dispatcher* dispatcher, std::size_t key, Lane::Booking booking)
      : dispatcher_(dispatcher), key_(key), booking_(booking) {}
  Dispatcher* dispatcher_;
  std::size_t key_;
  Lane::Booking booking_;
};

/// The one line in front of a model. Whoever wants to send waits here, the oldest sample first, and
/// is let go when a key's lane can take the attempt at once: a permit is free, the key is alive,
/// not paused, and its rates allow it. So no permit is held by who waits for a rate, nothing wakes
/// up together at the end of a pause, and no lane is idle while it could send. It outlives its
/// slots and waiters.
class Dispatcher {
 public:
  /// `told`: one line a change of the limit or a lane's state, for a person.
  using Told = std::function<void(const std::string&)>;
  Dispatcher(const ModelConfig& model, Clock& clock, Executor executor, Told told = {});
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  using Acquired = std::expected<Slot, Refused>;

  /// `rank`: lower goes first; of equals, who came first. Refused::closed: every key is dead.
  Async<Acquired> acquire(StopSignal& stop, std::uint64_t rank, double tokens);

  // How the attempt ended; each takes the slot back. Exactly one, or none: then it was not sent.
  void succeeded(Slot slot, std::optional<double> tokens, const RateHeaders& told);
  void rate_limited(Slot slot, std::optional<milliseconds> retry_after);
  /// True if the server is down: the attempt does not count against its sample.
  bool faulted(Slot slot);
  /// An answer that says nothing about rates or health: a sample's or the config's error.
  void answered(Slot slot);
  /// The key is out of money, or refused. True if this was the first to say so.
  bool bury(Slot slot, const CallError& why);

  std::size_t limit() const { return limit_.value(); }
  std::size_t in_use() const { return in_use_; }
  std::size_t waiters() const { return queue_.size(); }
  std::size_t keys() const { return lanes_.size(); }
  std::size_t keys_alive() const;

 private:
  friend class Slot;
  struct Waiter {
    OneShot<Acquired> outcome;
    double tokens;
  };
  using Key = std::pair<std::uint64_t, std::uint64_t>;  // rank, order of arrival
  class Waiting;

  void pump();
  std::optional<std::size_t> best_lane(double tokens, Time now, Time& when) const;
  void refuse_all(Refused why);
  Lane& take_back(Slot& slot);
  void tell_limit();

  std::string name_;
  Clock& clock_;
  Executor executor_;
  Told told_;
  std::vector<Lane> lanes_;
  AdaptiveLimit limit_;
  std::size_t told_limit_;
  bool worked_ = false;  // some key has had an answer
  std::size_t in_use_ = 0;
  std::map<Key, Waiter*> queue_;
  std::uint64_t arrivals_ = 0;
  TimerHandle timer_;
};

}  // namespace judge
