#pragma once

#include <boost/asio/co_spawn.hpp>
#include <optional>
#include <type_traits>

#include "base/async.hpp"

namespace judge {

/// Runs `fn` on `blocking` (a thread pool; the loop itself in tests) and awaits its result on the
/// loop.
template <class Fn>
Async<std::invoke_result_t<Fn&>> run_blocking(Executor blocking, Fn fn) {
  // co_spawn wants a result that can be made from nothing; an optional can.
  using Value = std::optional<std::invoke_result_t<Fn&>>;
  auto result = co_await asio::co_spawn(
      blocking,
      // Parameters, not captures: the coroutine outlives the closure it was made from.
      [](Fn inner) -> Async<Value> { co_return inner(); }(std::move(fn)), asio::use_awaitable);
  co_return std::move(*result);
}

}  // namespace judge
