#include "base/asio_clock.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <map>

namespace judge {
namespace {

// While something waits, the clock is looked at as often: as well is known when a stop began.
constexpr auto heartbeat = milliseconds(100);

}  // namespace

class AsioClock::Queue : public std::enable_shared_from_this<Queue> {
 public:
  using Timers = std::multimap<Time, QueuedTimer*>;

  Queue(const Executor& executor, Duration absence) : alarm_(executor), absence_(absence) {}

  Time now() {
    const auto time = std::chrono::steady_clock::now() - away_;
    if (time - look_by_ < absence_) return time;
    away_ += time - look_by_;
    is_back_ = true;
    return look_by_;
  }

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
  void set_alarm(Time when);
  void ring();

  asio::steady_timer alarm_;
  Duration absence_;
  Duration away_{};             // how long the process was stopped, in all
  Time set_for_ = Time::max();  // the alarm
  Time look_by_ = Time::max();  // when now() is called next, unless the process is stopped
  bool is_back_ = false;        // from a stop, a moment ago
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
  if (timers_.empty()) {
    set_for_ = look_by_ = Time::max();
    alarm_.cancel();
    return;
  }
  const auto time = now();
  set_alarm(std::clamp<Time>(first, time, time + heartbeat));
}

void AsioClock::Queue::set_alarm(Time when) {
  set_for_ = look_by_ = when;
  alarm_.expires_at(set_for_ + away_);
  alarm_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    if (const auto queue = weak.lock(); queue && !error) queue->ring();
  });
}

void AsioClock::Queue::ring() {
  const auto time = now();
  // What came during a stop is read before anything is called too late.
  if (std::exchange(is_back_, false)) return set_alarm(time + heartbeat);
  set_for_ = Time::max();
  look_by_ = time + heartbeat;
  while (!timers_.empty() && timers_.begin()->first <= time)
    timers_.extract(timers_.begin()).mapped()->ring();
  set_alarm();
}

Time AsioClock::now() const {
  return queue_ ? queue_->now() : std::chrono::steady_clock::now();
}

TimerHandle AsioClock::at(Time when, std::move_only_function<void()> fn) {
  if (!queue_) queue_ = std::make_shared<Queue>(executor_, absence_);
  return std::make_unique<QueuedTimer>(queue_, when, std::move(fn));
}

}  // namespace judge
