#include "base/tasks.hpp"

#include <boost/asio/co_spawn.hpp>

namespace judge {

void TaskGroup::spawn(Async<> task) {
  ++running_;
  asio::co_spawn(executor_, std::move(task), [this](std::exception_ptr failure) {
    if (failure && !failure_) failure_ = failure;
    if (--running_ == 0 && joining_) idle_.deliver(true);
  });
}

Async<> TaskGroup::join() {
  joining_ = true;
  if (running_ > 0) co_await idle_.wait();
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace judge
