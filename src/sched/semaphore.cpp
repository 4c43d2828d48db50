#include "sched/semaphore.hpp"

namespace judge {

/// A place in the queue, given up when it goes out of scope, whatever ended the wait.
class Semaphore::Waiting {
 public:
  explicit Waiting(Semaphore& semaphore)
      : outcome(semaphore.executor_),
        semaphore_(semaphore),
        place_(semaphore.queue_.insert(semaphore.queue_.end(), &outcome)) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (!outcome.delivered()) semaphore_.queue_.erase(place_);
  }

  void refuse(Refused why) {
    if (outcome.deliver(std::unexpected(why))) semaphore_.queue_.erase(place_);
  }

  Outcome outcome;

 private:
  Semaphore& semaphore_;
  std::list<Outcome*>::iterator place_;
};

std::string_view name(Refused why) {
  switch (why) {
    case Refused::closed:
      return "closed";
    case Refused::stopped:
      return "stopped";
    case Refused::expired:
      return "expired";
  }
  return "";
}

void Permit::release() {
  auto* semaphore = std::exchange(semaphore_, nullptr);
  if (!semaphore) return;
  --semaphore->in_use_;
  semaphore->pump();
}

Semaphore::Semaphore(std::string name, std::size_t limit, Clock& clock, Executor executor)
    : name_(std::move(name)), limit_(limit), clock_(clock), executor_(std::move(executor)) {}

Async<Semaphore::Acquired> Semaphore::acquire(StopSignal& stop, std::optional<Time> deadline) {
  if (closed_) co_return std::unexpected(Refused::closed);
  if (stop.at_least(StopLevel::drain)) co_return std::unexpected(Refused::stopped);
  // The pump leaves nobody waiting while there is room, so room means an empty queue.
  if (in_use_ < limit_) co_return take();
  if (deadline && *deadline <= clock_.now()) co_return std::unexpected(Refused::expired);

  Waiting waiting(*this);
  auto hook = stop.on(StopLevel::drain, [&waiting] { waiting.refuse(Refused::stopped); });
  TimerHandle timer;
  if (deadline) timer = clock_.at(*deadline, [&waiting] { waiting.refuse(Refused::expired); });
  co_return co_await waiting.outcome.wait();
}

void Semaphore::resize(std::size_t limit) {
  limit_ = limit;
  pump();
}

void Semaphore::close() {
  closed_ = true;
  while (!queue_.empty()) {
    auto* outcome = queue_.front();
    queue_.pop_front();
    outcome->deliver(std::unexpected(Refused::closed));
  }
}

Permit Semaphore::take() {
  ++in_use_;
  return Permit(this);
}

void Semaphore::pump() {
  while (!queue_.empty() && in_use_ < limit_) {
    auto* outcome = queue_.front();
    queue_.pop_front();
    outcome->deliver(take());
  }
}

}  // namespace judge
