#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "base/async.hpp"
#include "sim/virtual_clock.hpp"

namespace judge {

/// A loop under virtual time, and coroutines started on it by hand.
struct TestLoop {
  asio::io_context context;
  VirtualClock clock;

  Executor executor() { return context.get_executor(); }

  /// Runs all that is ready; time stands still.
  void poll() {
    context.restart();
    context.poll();
  }
  void advance(Duration span) {
    clock.advance_by(span);
    poll();
  }

  /// Starts a coroutine; the optional gets its result when it ends.
  template <class T>
  void start(Async<T> task, std::optional<T>& result) {
    asio::co_spawn(context, std::move(task), [&result](std::exception_ptr failure, T value) {
      if (failure) std::rethrow_exception(failure);
      result.emplace(std::move(value));
    });
    poll();
  }

  /// Runs one to its end, through as much virtual time as it takes; nullopt: it never ends.
  template <class T>
  std::optional<T> finish(Async<T> task) {
    std::optional<T> result;
    start(std::move(task), result);
    run_virtually(context, clock, [&result] { return result.has_value(); });
    return result;
  }
};

}  // namespace judge
