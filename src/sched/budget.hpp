#pragma once

#include <cstddef>
#include <list>
#include <optional>

#include "base/async.hpp"
#include "base/stop.hpp"

namespace judge {

/// What an attempt costs: USD, and tokens of input and output together.
struct Spend {
  double usd = 0;
  double tokens = 0;
};

/// What the whole run may spend. The worst case of an attempt is reserved before it is sent, so
/// that what is spent never passes a limit by more than an estimate's error.
class Budget {
 public:
  struct Limits {
    std::optional<double> usd;
    std::optional<double> tokens;
  };

  Budget(Limits limits, Executor executor) : limits_(limits), executor_(std::move(executor)) {}

  /// False if `worst_case` on top of all that is spent and reserved would pass a limit.
  bool reserve(Spend worst_case);
  void settle(Spend worst_case, Spend actual);
  void add_spent(Spend spent);

  /// Waits until it is worth trying again: something was settled, the limits have changed, or
  /// nothing is reserved any more. False if `stop` rose to drain first.
  Async<bool> wait(StopSignal& stop);
  /// False: nothing that is in flight can give anything back, so waiting is no use.
  bool can_give_back() const { return outstanding_ > 0; }

  void change(Limits limits);
  const Spend& spent() const { return spent_; }
  const Limits& limits() const { return limits_; }

 private:
  void wake(std::size_t count);

  Limits limits_;
  Executor executor_;
  Spend spent_;
  Spend reserved_;
  std::size_t outstanding_ = 0;  // reservations
  std::list<OneShot<bool>*> waiters_;
};

}  // namespace judge
