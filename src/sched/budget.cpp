#include "sched/budget.hpp"

#include <algorithm>

namespace judge {

bool Budget::reserve(Spend worst_case) {
  const auto passes = [](const std::optional<double>& limit, double sum) {
    return limit && sum > *limit;
  };
  if (passes(limits_.usd, spent_.usd + reserved_.usd + worst_case.usd)) return false;
  if (passes(limits_.tokens, spent_.tokens + reserved_.tokens + worst_case.tokens)) return false;
  reserved_.usd += worst_case.usd;
  reserved_.tokens += worst_case.tokens;
  ++outstanding_;
  return true;
}

void Budget::settle(Spend worst_case, Spend actual) {
  reserved_.usd -= worst_case.usd;
  reserved_.tokens -= worst_case.tokens;
  if (--outstanding_ == 0) reserved_ = {};  // no drift of rounding
  add_spent(actual);
  wake(outstanding_ == 0 ? waiters_.size() : 1);
}

void Budget::add_spent(Spend spent) {
  spent_.usd += spent.usd;
  spent_.tokens += spent.tokens;
}

Async<bool> Budget::wait(StopSignal& stop) {
  OneShot<bool> woken(executor_);
  const auto place = waiters_.insert(waiters_.end(), &woken);
  auto hook = stop.on(StopLevel::drain, [this, &woken, place] {
    if (woken.deliver(false)) waiters_.erase(place);
  });
  co_return co_await woken.wait();
}

void Budget::change(Limits limits) {
  limits_ = limits;
  wake(waiters_.size());
}

void Budget::wake(std::size_t count) {
  for (; count > 0 && !waiters_.empty(); --count) {
    auto* first = waiters_.front();
    waiters_.pop_front();
    first->deliver(true);
  }
}

}  // namespace judge
