#include "base/stop.hpp"

#include <utility>

namespace judge {

StopSignal::Hook::Hook(Hook&& other) noexcept
    : signal_(std::exchange(other.signal_, nullptr)), entry_(other.entry_) {}

StopSignal::Hook& StopSignal::Hook::operator=(Hook&& other) noexcept {
  std::swap(signal_, other.signal_);
  std::swap(entry_, other.entry_);
  return *this;
}

StopSignal::Hook::~Hook() {
  if (signal_) signal_->entries_.erase(entry_);
}

StopSignal::Hook StopSignal::on(StopLevel level, std::move_only_function<void()> fn) {
  if (level_ >= level) {
    fn();
    return {};
  }
  entries_.push_front({level, std::move(fn)});
  return {this, entries_.begin()};
}

void StopSignal::raise(StopLevel level) {
  if (level <= level_) return;
  level_ = level;
  // A callback may erase any entry, so the search starts over after each; a called one is emptied.
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (!entry->fn || entry->level > level_) {
      ++entry;
      continue;
    }
    auto fn = std::exchange(entry->fn, nullptr);
    fn();
    entry = entries_.begin();
  }
}

}  // namespace judge
