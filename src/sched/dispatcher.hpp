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
  /// Who is told of what happens.
  struct Listener {
    /// A change of scale, or of the server's state: one line for a person.
    std::function<void(const std::string&)> notice = [](const std::string&) {};
    /// Every change of the limit, with its cause in a word or two.
    std::function<void(std::size_t from, std::size_t to, std::string_view cause)> resized =
        [](std::size_t, std::size_t, std::string_view) {};
  };
  Dispatcher(const ModelConfig& model, Clock& clock, Executor executor, Listener listener);
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  using Acquired = std::expected<Slot, Refused>;

  /// What an attempt is expected to take of the tokens a minute. Asked while it waits and when it
  /// is sent, not once when it queues: by then the run knows better.
  using Tokens = std::function<double()>;

  /// `rank`: lower goes first; of equals, who came first. Refused::closed: every key is dead.
  Async<Acquired> acquire(StopSignal& stop, std::uint64_t rank, Tokens tokens);

  /// The config has been read again. keys[i] is the lane of its i-th key; a number that is not in
  /// use yet begins a new lane, and must be the next one. A lane that is not named is used no more.
  void reload(const ModelConfig& model, std::vector<std::size_t> keys);

  // How the attempt ended; each takes the slot back. Exactly one, or none: then it was not sent.
  void succeeded(Slot slot, std::optional<double> tokens, const RateHeaders& told);
  void rate_limited(Slot slot, std::optional<milliseconds> retry_after);
  /// True if the server is down: the attempt does not count against its sample.
  bool faulted(Slot slot);
  /// An answer that says nothing about rates or health: a sample's or the config's error.
  void answered(Slot slot);
  /// Cut off in flight by who sent it.
  void given_up(Slot slot);
  /// The key is out of money, or refused. True if this was the first to say so.
  bool bury(Slot slot, const CallError& why);

  std::size_t limit() const { return limit_.value(); }
  std::size_t in_use() const { return in_use_; }
  std::size_t waiters() const { return queue_.size(); }
  std::size_t keys() const { return keys_.size(); }
  /// Lanes that there ever were: the number that the next new key gets.
  std::size_t lanes() const { return lanes_.size(); }
  std::size_t keys_alive() const;

 private:
  friend class Slot;
  struct Waiter {
    OneShot<Acquired> outcome;
    Tokens tokens;
  };
  using Key = std::pair<std::uint64_t, std::uint64_t>;  // rank, order of arrival
  class Waiting;

  void pump();
  std::optional<std::size_t> best_lane(double tokens, Time now, Time& when) const;
  void refuse_all(Refused why);
  Lane& take_back(Slot& slot);
  /// Tells a change of the limit since it was `before`.
  void tell_limit(std::size_t before, std::string_view cause);

  std::string name_;
  Clock& clock_;
  Executor executor_;
  Listener listener_;
  std::vector<Lane> lanes_;        // a slot names its lane by its place here, so none is removed
  std::vector<std::size_t> keys_;  // the lanes in use
  AdaptiveLimit limit_;
  std::size_t told_limit_;  // by a notice
  bool worked_ = false;     // some key has had an answer
  std::size_t in_use_ = 0;
  std::map<Key, Waiter*> queue_;
  std::uint64_t arrivals_ = 0;
  TimerHandle timer_;
};

}  // namespace judge
