#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace judge {

/// A descriptor that may be slow, stopped (Ctrl-S) or gone, none of which may hold up or end a run:
/// nothing here waits, fails or raises SIGPIPE. Text comes out whole and in order or, where too
/// much waits already, not at all; a torn write is completed before anything else is written.
class Outlet {
 public:
  explicit Outlet(int descriptor) : descriptor_(descriptor) {}

  int descriptor() const { return descriptor_; }
  /// Nothing waits, and text would go out at once.
  bool ready();
  /// One write(2) where the descriptor takes it all.
  void put(std::string_view text);
  /// For the end: waits up to `patience` until what waits is written.
  void drain(std::chrono::milliseconds patience);

 private:
  bool writable(int timeout_ms);
  bool write_some();

  int descriptor_;
  bool gone_ = false;
  std::string waiting_;
};

}  // namespace judge
