#include "base/asio_clock.hpp"

#include <boost/asio/steady_timer.hpp>
#include <map>

namespace judge {

class AsioClock::Queue : public std::enable_shared_from_this<Queue> {
 public:
  using Timers = std::multimap<Time, QueuedTimer*>;

  explicit Queue(Executor executor) : alarm_(std::move(executor)) {}

  Timers::iterator add(Time when, QueuedTimer* timer) {
    const auto place = timers_.emplace(when, timer);
    set_alarm();
    return place;
  }

  /// The alarm stays as it is, but for the last: the loop is not kept running for nothing.
  void remove(Timers::iterator place) {
    timers_.erase(place);
    if (timers_.empty()) set_alarm();
  }

 private:
  void set_alarm();
  void ring();

  asio::steady_timer alarm_;
  Time set_for_ = Time::max();
  Timers timers_;
};

class AsioClock::QueuedTimer final : public Timer {
 public:
  QueuedTimer(std::shared_ptr<Queue> queue, Time when, std::move_only_function<void()> fn)
      : queue_(std::move(queue)), place_(queue_->add(when, this)), fn_(std::move(fn)) {}
  QueuedTimer(const QueuedTimer&) = delete;
  QueuedTimer& operator=(const QueuedTimer&) = delete;
  ~QueuedTimer() override {
    if (queue_) queue_->remove(place_);
  }

  /// The queue has let go of it. The call may destroy the timer, and any other.
  void ring() {
    queue_.reset();
    auto fn = std::move(fn_);
    fn();
  }

 private:
  std::shared_ptr<Queue> queue_;
  Queue::Timers::iterator place_;
  std::move_only_function<void()> fn_;
};

void AsioClock::Queue::set_alarm() {
  const auto first = timers_.empty() ? Time::max() : timers_.begin()->first;
  if (!timers_.empty() && first >= set_for_) return;
  set_for_ = first;
  if (timers_.empty()) {
    alarm_.cancel();
    return;
  }
  alarm_.expires_at(first);
  alarm_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    if (const auto queue = weak.lock(); queue && !error) queue->ring();
  });
}

void AsioClock::Queue::ring() {
  set_for_ = Time::max();
  const auto now = std::chrono::steady_clock::now();
  while (!timers_.empty() && timers_.begin()->first <= now)
    timers_.extract(timers_.begin()).mapped()->ring();
  if (!timers_.empty()) set_alarm();
}

TimerHandle AsioClock::at(Time when, std::move_only_function<void()> fn) {
  if (!queue_) queue_ = std::make_shared<Queue>(executor_);
  return std::make_unique<QueuedTimer>(queue_, when, std::move(fn));
}

}  // namespace judge
