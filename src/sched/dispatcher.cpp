#include "sched/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.hpp"

namespace judge {

/// A place in the line, given up when it goes out of scope, whatever ended the wait.
class Dispatcher::Waiting {
 public:
  Waiting(Dispatcher& dispatcher, std::uint64_t rank, Tokens&& tokens)
      : waiter{OneShot<Acquired>(dispatcher.executor_), std::move(tokens)},
        dispatcher_(dispatcher),
        key_(rank, dispatcher.arrivals_++) {
    dispatcher_.queue_.emplace(key_, &waiter);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (!waiter.outcome.delivered()) dispatcher_.queue_.erase(key_);
  }

  void refuse(Refused why) {
    if (waiter.outcome.deliver(std::unexpected(why))) dispatcher_.queue_.erase(key_);
  }

  Waiter waiter;

 private:
  Dispatcher& dispatcher_;
  Key key_;
};

Slot::~Slot() {
  if (!dispatcher_) return;
  auto* dispatcher = dispatcher_;
  dispatcher->take_back(*this).returned(booking_);
  dispatcher->pump();
}

Dispatcher::Dispatcher(const ModelConfig& model, Clock& clock, Executor executor, Listener listener)
    : name_(model.name),
      clock_(clock),
      executor_(std::move(executor)),
      listener_(std::move(listener)),
      // A model without keys has one lane all the same.
      lanes_(std::max<std::size_t>(model.api_keys.size(), 1), Lane(model, clock.now())),
      keys_(lanes_.size()),
      limit_(model.max_connections),
      told_limit_(limit_.value()) {
  std::iota(keys_.begin(), keys_.end(), std::size_t{0});
}

Async<Dispatcher::Acquired> Dispatcher::acquire(StopSignal& stop, std::uint64_t rank,
                                                Tokens tokens) {
  if (stop.at_least(StopLevel::drain)) co_return std::unexpected(Refused::stopped);
  Waiting waiting(*this, rank, std::move(tokens));
  auto hook = stop.on(StopLevel::drain, [&waiting] { waiting.refuse(Refused::stopped); });
  pump();
  co_return co_await waiting.waiter.outcome.wait();
}

std::optional<std::size_t> Dispatcher::best_lane(double tokens, Time now, Time& when) const {
  std::optional<std::size_t> best;
  for (const auto i : keys_) {
    if (lanes_[i].death()) continue;
    const auto at = lanes_[i].earliest(tokens, now);
    // Of lanes that can send at once, the one used least.
    if (best && (at > when || (at == when && lanes_[i].used() >= lanes_[*best].used()))) continue;
    best = i;
    when = at;
  }
  return best;
}

void Dispatcher::pump() {
  timer_.reset();
  while (!queue_.empty() && in_use_ < limit_.value()) {
    const auto now = clock_.now();
    auto* waiter = queue_.begin()->second;
    Time when{};
    const auto tokens = waiter->tokens();
    const auto lane = best_lane(tokens, now, when);
    if (!lane) return refuse_all(Refused::closed);
    if (when > now) {
      if (when != Time::max()) timer_ = clock_.at(when, [this] { pump(); });
      return;
    }
    queue_.erase(queue_.begin());
    ++in_use_;
    waiter->outcome.deliver(Slot(this, *lane, lanes_[*lane].book(tokens, now)));
  }
}

void Dispatcher::refuse_all(Refused why) {
  for (const auto& [key, waiter] : std::exchange(queue_, {}))
    waiter->outcome.deliver(std::unexpected(why));
}

Lane& Dispatcher::take_back(Slot& slot) {
  slot.dispatcher_ = nullptr;
  --in_use_;
  return lanes_[slot.key_];
}

void Dispatcher::succeeded(Slot slot, std::optional<double> tokens, const RateHeaders& told) {
  const auto now = clock_.now();
  worked_ = true;
  const auto before = limit_.value();
  if (limit_.succeeded(in_use_, now)) tell_limit(before, "growth");
  take_back(slot).succeeded(slot.booking_, tokens, told);
  pump();
}

void Dispatcher::rate_limited(Slot slot, std::optional<milliseconds> retry_after) {
  const auto before = limit_.value();
  const bool episode =
      take_back(slot).rate_limited(slot.booking_, retry_after, before, clock_.now());
  if (episode && limit_.congested()) tell_limit(before, "429");
  pump();
}

bool Dispatcher::faulted(Slot slot) {
  auto& lane = take_back(slot);
  const bool was_down = lane.down();
  const bool down = lane.faulted(slot.booking_, worked_, clock_.now());
  limit_.faulted(clock_.now());
  if (down && !was_down)
    listener_.notice(
        fmt::format("model {}: the server does not answer; one probe every 5 s until it does",
                    printable(name_)));
  pump();
  return down;
}

void Dispatcher::answered(Slot slot) {
  take_back(slot).answered(slot.booking_);
  pump();
}

void Dispatcher::given_up(Slot slot) {
  take_back(slot).given_up(slot.booking_);
  pump();
}

bool Dispatcher::bury(Slot slot, const CallError& why) {
  auto& lane = take_back(slot);
  lane.answered(slot.booking_);
  const bool first = !lane.death() && std::ranges::find(keys_, slot.key_) != keys_.end();
  if (first) lane.bury(why);
  pump();
  return first;
}

std::size_t Dispatcher::keys_alive() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(keys_, [this](std::size_t key) { return !lanes_[key].death(); }));
}

void Dispatcher::tell_limit(std::size_t before, std::string_view cause) {
  const auto now = limit_.value();
  if (now == before) return;
  listener_.resized(before, now, cause);
  // A sawtooth is how it is meant to move: only a change of scale is news for a person.
  if (cause != "429" || (now * 2 > told_limit_ && now < told_limit_ * 2)) return;
  told_limit_ = now;
  listener_.notice(fmt::format("model {}: {} connections now, after a 429", printable(name_), now));
}

void Dispatcher::reload(const ModelConfig& model, std::vector<std::size_t> keys) {
  const auto before = limit_.value();
  limit_.reload(model.max_connections);
  tell_limit(before, "config");
  for (const auto key : keys) {
    if (key == lanes_.size())
      lanes_.emplace_back(model, clock_.now());
    else
      lanes_[key].reload(model);
  }
  keys_ = std::move(keys);
  pump();
}

}  // namespace judge
