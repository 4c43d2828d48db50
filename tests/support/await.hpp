#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/async.hpp"

namespace judge::test {

/// Runs all of them together on `loop`, started in order, until the last one is done: no longer,
/// so that a timer that is still pending costs the test no time.
template <class T>
std::vector<T> await_all(asio::io_context& loop, std::vector<Async<T>> tasks) {
  std::vector<std::optional<T>> results(tasks.size());
  std::size_t pending = tasks.size();
  for (std::size_t i = 0; i < tasks.size(); ++i)
    asio::co_spawn(loop, std::move(tasks[i]), [&results, &pending, i](auto error, T value) {
      if (error) std::rethrow_exception(error);
      results[i] = std::move(value);
      --pending;
    });
  loop.restart();
  while (pending > 0) loop.run_one();
  std::vector<T> values;
  for (auto& result : results) values.push_back(std::move(*result));
  return values;
}

template <class T>
T await(asio::io_context& loop, Async<T> task) {
  std::vector<Async<T>> tasks;
  tasks.push_back(std::move(task));
  return std::move(await_all(loop, std::move(tasks)).front());
}

}  // namespace judge::test
