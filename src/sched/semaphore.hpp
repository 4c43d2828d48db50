// sched: who may send when: permits, rates, keys, retries.
#pragma once

#include <cstddef>
#include <expected>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"

namespace judge {

class Semaphore;

/// The right to have one attempt in flight. Move-only; a dropped one goes back, and none can go
/// back twice.
class Permit {
 public:
  Permit(Permit&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
  Permit& operator=(Permit&& other) noexcept {
    std::swap(semaphore_, other.semaphore_);
    return *this;
  }
  ~Permit() { release(); }
  void release();

 private:
  friend class Semaphore;
  explicit Permit(Semaphore* semaphore) : semaphore_(semaphore) {}
  Semaphore* semaphore_;
};

enum class Refused { closed, stopped, expired };
std::string_view name(Refused why);

/// A FIFO semaphore whose limit can change while it is used. Its invariants, each with a test:
/// 1. after every call, waiters() > 0 implies in_use() >= limit();
/// 2. a newcomer never overtakes the queue;
/// 3. shrinking pre-empts nobody: in_use() may exceed limit() until it drains;
/// 4. permits are objects: none is lost, none is released twice;
/// 5. a waiter that is cancelled or expired leaves no trace;
/// 6. waiters are resumed by a post, never inline.
/// It outlives its permits and waiters.
class Semaphore {
 public:
  Semaphore(std::string name, std::size_t limit, Clock& clock, Executor executor);
  Semaphore(const Semaphore&) = delete;
  Semaphore& operator=(const Semaphore&) = delete;

  using Acquired = std::expected<Permit, Refused>;

  /// Refused::stopped when `stop` rises to drain first, Refused::expired at `deadline`.
  Async<Acquired> acquire(StopSignal& stop, std::optional<Time> deadline = std::nullopt);

  void resize(std::size_t limit);
  /// Refuses all who wait and all who come; permits out there still come back.
  void close();

  const std::string& name() const { return name_; }
  std::size_t limit() const { return limit_; }
  std::size_t in_use() const { return in_use_; }
  std::size_t waiters() const { return queue_.size(); }

 private:
  friend class Permit;
  using Outcome = OneShot<Acquired>;
  class Waiting;

  Permit take();
  void pump();

  std::string name_;
  std::size_t limit_;
  Clock& clock_;
  Executor executor_;
  std::list<Outcome*> queue_;
  std::size_t in_use_ = 0;
  bool closed_ = false;
};

}  // namespace judge
