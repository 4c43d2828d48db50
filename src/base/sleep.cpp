#include "base/sleep.hpp"

namespace judge {

Async<bool> sleep_until(Executor executor, Clock& clock, Time when, StopSignal& stop,
                        StopLevel level) {
  OneShot<bool> woken(std::move(executor));
  auto hook = stop.on(level, [&woken] { woken.deliver(false); });
  auto timer = clock.at(when, [&woken] { woken.deliver(true); });
  co_return co_await woken.wait();
}

}  // namespace judge
