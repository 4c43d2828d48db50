#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "base/async.hpp"

namespace judge {

/// Runs blocking work off the loop in natural groups: whatever has queued up while one group was
/// worked on makes the next. No timer, so a lone item waits for nothing and a flood is amortised.
/// `blocking` is a thread pool's executor, or the loop's own in tests, which makes it
/// deterministic.
template <class Item>
class GroupWorker {
 public:
  using Work = std::move_only_function<void(std::vector<Item>&)>;

  GroupWorker(Executor blocking, Work work)
      : blocking_(std::move(blocking)), work_(std::move(work)) {}

  /// Thread-safe. The owner sees to it that the worker outlives what it was given.
  void push(Item item) {
    {
      std::lock_guard lock(mutex_);
      queue_.push_back(std::move(item));
      if (busy_) return;
      busy_ = true;
    }
    asio::post(blocking_, [this] { drain(); });
  }

 private:
  void drain() {
    std::vector<Item> group;
    while (take(group)) {
      work_(group);
      group.clear();
    }
  }

  bool take(std::vector<Item>& group) {
    std::lock_guard lock(mutex_);
    std::swap(group, queue_);
    busy_ = !group.empty();
    return busy_;
  }

  Executor blocking_;
  Work work_;
  std::mutex mutex_;
  std::vector<Item> queue_;
  bool busy_ = false;
};

}  // namespace judge
