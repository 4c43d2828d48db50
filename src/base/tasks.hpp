#pragma once

#include <cstddef>
#include <exception>

#include "base/async.hpp"

namespace judge {

/// Coroutines started together and awaited together: nothing that is spawned outlives join().
class TaskGroup {
 public:
  explicit TaskGroup(Executor executor) : executor_(std::move(executor)), idle_(executor_) {}

  void spawn(Async<> task);

  /// Returns when every task has ended; rethrows the first exception one of them ended with.
  /// To be called once, after the last spawn.
  Async<> join();

  std::size_t running() const { return running_; }

 private:
  Executor executor_;
  OneShot<bool> idle_;
  std::size_t running_ = 0;
  bool joining_ = false;
  std::exception_ptr failure_;
};

}  // namespace judge
