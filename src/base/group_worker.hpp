#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "base/async.hpp"

namespace judge {

/// Runs blocking work off the loop in natural groups: what is pushed during one turn of the loop
/// (all that was ready at a time) is handed over together, and what comes until the loop has heard
/// of that group's end makes the next one. No timer: a lone item waits for a turn, and a flood pays
/// once for some forty items what a hand-over costs, which is a wake-up and, on a single core, two
/// changes of thread. (Waiting on while each turn brings more made the groups a third larger, which
/// could not be measured in the cost of a row.)
/// A Job has an Item, work(group), called off the loop, and done(group), called on it afterwards,
/// before any other group is worked on. `blocking` is a thread pool's executor, or the loop's own
/// in tests, which makes it deterministic. On the loop only.
template <class Job>
class GroupWorker {
 public:
  using Item = typename Job::Item;

  GroupWorker(Executor loop, Executor blocking, Job job)
      : state_(std::make_shared<State>(std::move(loop), std::move(blocking), std::move(job))) {}

  /// What was pushed is worked on even if the worker is destroyed first: what the job refers to is
  /// to be owned by it.
  void push(Item item) {
    state_->queue.push_back(std::move(item));
    if (std::exchange(state_->busy, true)) return;
    collect(state_);
  }

 private:
  struct State {
    State(Executor l, Executor b, Job j)
        : loop(std::move(l)), blocking(std::move(b)), job(std::move(j)) {}
    Executor loop;
    Executor blocking;
    Job job;
    std::vector<Item> queue;
    bool busy = false;  // a group is collected, worked on or told
  };
  using Shared = std::shared_ptr<State>;  // an owner may go because of what it is told

  static void collect(Shared state) {
    asio::post(state->loop, [state] { hand_over(state); });
  }

  static void hand_over(Shared state) {
    asio::post(state->blocking, [state, group = std::exchange(state->queue, {})]() mutable {
      state->job.work(group);
      asio::post(state->loop, [state, group = std::move(group)]() mutable {
        state->job.done(group);
        state->busy = !state->queue.empty();
        if (state->busy) collect(state);
      });
    });
  }

  Shared state_;
};

}  // namespace judge
