#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace judge {

namespace asio = boost::asio;

/// The loop: one thread runs it, and everything not said to be thread-safe is touched from it only.
using Executor = asio::any_io_executor;

template <class T = void>
using Async = asio::awaitable<T>;

/// A value that one coroutine awaits and somebody else delivers. The first delivery wins, later
/// ones are ignored, so a waiter, its deadline and its cancellation may race. The waiter is resumed
/// by a post, never inline: who delivers may hold half-changed state.
template <class T>
class OneShot {
 public:
  explicit OneShot(Executor executor) : executor_(std::move(executor)) {}
  OneShot(const OneShot&) = delete;
  OneShot& operator=(const OneShot&) = delete;

  bool delivered() const { return delivered_; }

  /// True if this delivery is the one that counts.
  bool deliver(T value) {
    if (delivered_) return false;
    delivered_ = true;
    if (!resume_) {
      value_.emplace(std::move(value));
      return true;
    }
    resume(std::move(value));
    return true;
  }

  /// To be awaited once, where it is called: it is no coroutine, which would be two more frames for
  /// everything that waits.
  auto wait() {
    return asio::async_initiate<const asio::deferred_t, void(T)>(
        [this](auto handler) {
          resume_ = std::move(handler);
          if (delivered_) resume(std::move(*value_));
        },
        asio::deferred);
  }

 private:
  void resume(T value) {
    asio::post(executor_, [resume = std::move(resume_), value = std::move(value)]() mutable {
      resume(std::move(value));
    });
  }

  Executor executor_;
  std::move_only_function<void(T)> resume_;
  std::optional<T> value_;
  bool delivered_ = false;
};

}  // namespace judge
