#include "run/prefix_gate.hpp"

#include <algorithm>
#include <ranges>

namespace judge {

Async<std::optional<PrefixGate::Pass>> PrefixGate::enter(std::vector<std::uint64_t> marks,
                                                         StopSignal& stop) {
  const auto number = entered_++;
  while (const auto cold = being_warmed(marks))
    if (!co_await wait_for(*cold, stop)) co_return std::nullopt;
  co_return let_pass(std::move(marks), number);
}

std::optional<std::uint64_t> PrefixGate::being_warmed(
    const std::vector<std::uint64_t>& marks) const {
  const auto found =
      std::ranges::find_if(marks, [this](auto mark) { return warming_.contains(mark); });
  return found == marks.end() ? std::nullopt : std::optional(*found);
}

Async<bool> PrefixGate::wait_for(std::uint64_t mark, StopSignal& stop) {
  OneShot<bool> landed(executor_);
  warming_[mark].push_back(&landed);
  auto hook = stop.on(StopLevel::drain, [&landed] { landed.deliver(false); });
  const bool may_go_on = co_await landed.wait();
  // Who warms may land after the stop; it must not find what is no more.
  if (const auto waiters = warming_.find(mark); !may_go_on && waiters != warming_.end())
    waiters->second.remove(&landed);
  co_return may_go_on;
}

PrefixGate::Pass PrefixGate::let_pass(std::vector<std::uint64_t> marks, std::uint64_t number) {
  std::vector<std::uint64_t> cold;
  std::size_t first_cold = marks.size();
  for (std::size_t i = marks.size(); i-- > 0;) {
    if (is_warm(marks[i])) {
      use(marks[i]);
    } else {
      cold.push_back(marks[i]);
      warming_[marks[i]];
      first_cold = i;
    }
  }
  const auto back = marks.empty() ? ahead_ : ahead_ * first_cold / marks.size();
  return {this, number + back, std::move(marks), std::move(cold)};
}

void PrefixGate::land(const Pass& pass) {
  // The shortest prefix, which most have in common, is the last to be forgotten.
  for (const auto mark : pass.marks_ | std::views::reverse) use(mark);
  for (const auto mark : pass.warming_) {
    if (const auto landed = warming_.extract(mark))
      for (auto* waiter : landed.mapped()) waiter->deliver(true);
  }
}

bool PrefixGate::is_warm(std::uint64_t mark) {
  const auto found = warm_by_mark_.find(mark);
  return found != warm_by_mark_.end() && clock_.now() - found->second->used < forgotten_after;
}

void PrefixGate::use(std::uint64_t mark) {
  if (const auto known = warm_by_mark_.find(mark); known != warm_by_mark_.end()) {
    known->second->used = clock_.now();
    warm_.splice(warm_.begin(), warm_, known->second);
    return;
  }
  warm_.push_front({mark, clock_.now()});
  warm_by_mark_[mark] = warm_.begin();
  if (warm_.size() <= most_remembered_) return;
  warm_by_mark_.erase(warm_.back().mark);
  warm_.pop_back();
}

}  // namespace judge
