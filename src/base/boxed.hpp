#pragma once

#include <expected>
#include <memory>
#include <utility>

namespace judge {

/// A std::expected that is as large as a pointer. A coroutine's frame holds what it awaits and what
/// it returns up to three times over, and a frame of each level of a call is kept for every request
/// in flight.
template <class T, class E>
class Boxed {
 public:
  // By reference: clang leaves a coroutine's arguments by value in its frame.
  // NOLINTBEGIN(google-explicit-constructor): as of std::expected.
  Boxed(T&& value) : box_(std::make_unique<Content>(std::move(value))) {}
  Boxed(std::unexpected<E>&& why) : box_(std::make_unique<Content>(std::move(why))) {}
  // NOLINTEND(google-explicit-constructor)

  bool has_value() const { return box_->has_value(); }
  explicit operator bool() const { return has_value(); }
  T& operator*() { return **box_; }
  const T& operator*() const { return **box_; }
  T* operator->() { return &**box_; }
  const T* operator->() const { return &**box_; }
  E& error() { return box_->error(); }
  const E& error() const { return box_->error(); }

 private:
  using Content = std::expected<T, E>;
  std::unique_ptr<Content> box_;
};

}  // namespace judge
