#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace judge {

using Duration = std::chrono::steady_clock::duration;
using Time = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A call that will be made once; destroying it cancels the call.
class Timer {
 public:
  virtual ~Timer() = default;
};
using TimerHandle = std::unique_ptr<Timer>;

/// The seam for time: real on Asio, virtual in tests. Used from the loop's thread only.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  virtual WallTime wall() const = 0;
  /// Calls `fn` on the loop at `when` or soon after, never inline.
  virtual TimerHandle at(Time when, std::move_only_function<void()> fn) = 0;
};

}  // namespace judge
