#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"

namespace judge {

/// Lets the calls of one model pass so that the provider's prompt cache is hit: the first with a
/// prefix goes alone and warms it, the others with that prefix wait until it has ended, however it
/// ended, and then go all at once. Calls whose prefixes differ do not wait for each other. A prefix
/// is known by its mark (prefix_marks); it is warm until nobody has used it for five minutes, as
/// providers have it, and only so many are remembered.
///
/// Who warms a prefix is waited for, so it goes first: in the line that comes next, a call may
/// overtake the `ahead` before it. The shorter the first of its prefixes that is cold, the more:
/// calls whose prompts are alike but for their ends warm nothing that anybody waits for.
///
/// It outlives its passes and waiters. Nobody who holds a pass waits here, so all of them end.
class PrefixGate {
 public:
  static constexpr std::chrono::minutes forgotten_after{5};

  PrefixGate(Clock& clock, Executor executor, std::uint64_t ahead,
             std::size_t most_remembered = 16 << 10)
      : clock_(clock),
        executor_(std::move(executor)),
        ahead_(ahead),
        most_remembered_(most_remembered) {}
  PrefixGate(const PrefixGate&) = delete;
  PrefixGate& operator=(const PrefixGate&) = delete;

  /// A call that is on its way; it has landed when this goes out of scope. Move-only.
  class Pass {
   public:
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)),
          rank_(other.rank_),
          marks_(std::move(other.marks_)),
          warming_(std::move(other.warming_)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_) gate_->land(*this);
    }
    /// In the line that comes next the lowest goes first.
    std::uint64_t rank() const { return rank_; }

   private:
    friend class PrefixGate;
    Pass(PrefixGate* gate, std::uint64_t rank, std::vector<std::uint64_t> marks,
         std::vector<std::uint64_t> warming)
        : gate_(gate), rank_(rank), marks_(std::move(marks)), warming_(std::move(warming)) {}
    PrefixGate* gate_;
    std::uint64_t rank_;
    std::vector<std::uint64_t> marks_;
    std::vector<std::uint64_t> warming_;  // of them, those that nobody has warmed before
  };

  /// `marks`: of all prefixes of the call, the shortest first. nullopt: `stop` rose to drain first.
  Async<std::optional<Pass>> enter(std::vector<std::uint64_t> marks, StopSignal& stop);

 private:
  struct Warm {
    std::uint64_t mark;
    Time used;
  };
  using Waiters = std::list<OneShot<bool>*>;

  std::optional<std::uint64_t> being_warmed(const std::vector<std::uint64_t>& marks) const;
  Async<bool> wait_for(std::uint64_t mark, StopSignal& stop);
  Pass let_pass(std::vector<std::uint64_t> marks, std::uint64_t number);
  void land(const Pass& pass);
  bool is_warm(std::uint64_t mark);
  void use(std::uint64_t mark);

  Clock& clock_;
  Executor executor_;
  std::uint64_t ahead_;
  std::size_t most_remembered_;
  std::uint64_t entered_ = 0;
  std::unordered_map<std::uint64_t, Waiters> warming_;
  std::list<Warm> warm_;  // the one used last in front
  std::unordered_map<std::uint64_t, std::list<Warm>::iterator> warm_by_mark_;
};

}  // namespace judge
