#pragma once

#include <functional>
#include <memory>
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
      : blocking_(std::move(blocking)), state_(std::make_shared<State>(std::move(work))) {}

  /// Thread-safe. What was pushed is worked on even if the worker is destroyed first: what `work`
  /// refers to is to be owned by it.
  void push(Item item) {
    {
      std::lock_guard lock(state_->mutex);
      state_->queue.push_back(std::move(item));
      if (state_->busy) return;
      state_->busy = true;
    }
    // Shared: an owner that is told of its last item's end may be gone before drain() returns.
    asio::post(blocking_, [state = state_] { state->drain(); });
  }

 private:
  struct State {
    explicit State(Work w) : work(std::move(w)) {}

    void drain() {
      std::vector<Item> group;
      while (take(group)) {
        work(group);
        group.clear();
      }
    }

    bool take(std::vector<Item>& group) {
      std::lock_guard lock(mutex);
      std::swap(group, queue);
      busy = !group.empty();
      return busy;
    }

    Work work;
    std::mutex mutex;
    std::vector<Item> queue;
    bool busy = false;
  };

  Executor blocking_;
  std::shared_ptr<State> state_;
};

}  // namespace judge
