#pragma once

#include <functional>
#include <list>
#include <memory>

namespace judge {

/// How far a run is being stopped. It only ever rises.
enum class StopLevel {
  go,     // nothing is stopped
  drain,  // no new attempt starts; attempts in flight are waited for
  abort,  // attempts in flight are given up too
};

/// Tells everything that waits to give up. Single-threaded, as the loop is.
class StopSignal {
  struct Entry {
    StopLevel level;
    std::move_only_function<void()> fn;
  };
  using Entries = std::list<Entry>;

 public:
  /// A registration; destroying it takes the callback back.
  class Hook {
   public:
    Hook() = default;
    Hook(Hook&& other) noexcept;
    Hook& operator=(Hook&& other) noexcept;
    ~Hook();

   private:
    friend class StopSignal;
    Hook(StopSignal* signal, Entries::iterator entry) : signal_(signal), entry_(entry) {}
    StopSignal* signal_ = nullptr;
    Entries::iterator entry_;
  };

  StopSignal() = default;
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  StopLevel level() const { return level_; }
  bool at_least(StopLevel level) const { return level_ >= level; }

  /// Calls `fn` once, inline, when the signal rises to `level` or above; at once if it already has.
  /// `fn` may destroy its own hook and others'.
  [[nodiscard]] Hook on(StopLevel level, std::move_only_function<void()> fn);

  void raise(StopLevel level);

 private:
  StopLevel level_ = StopLevel::go;
  Entries entries_;
};

}  // namespace judge
