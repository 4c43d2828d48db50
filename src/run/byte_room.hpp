#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <utility>

#include "base/async.hpp"

namespace judge {

/// Bounds what is let in by its bytes, so that large rows times concurrency fit into memory. Who
/// comes when nobody is in is let in however large.
class ByteRoom {
 public:
  /// Bytes taken; given back when it goes out of scope.
  class Place {
   public:
    Place(ByteRoom& room, std::size_t bytes) : room_(&room), bytes_(bytes) {}
    Place(Place&& other) noexcept
        : room_(std::exchange(other.room_, nullptr)), bytes_(other.bytes_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (room_) room_->leave(bytes_);
    }

   private:
    ByteRoom* room_;
    std::size_t bytes_;
  };

  ByteRoom(std::size_t most, Executor loop) : most_(most), loop_(std::move(loop)) {}

  /// One coroutine at a time. It waits for those who are in, and they end when a run is stopped.
  Async<Place> enter(std::size_t bytes);

 private:
  void leave(std::size_t bytes);

  std::size_t most_;
  Executor loop_;
  std::size_t taken_ = 0;
  OneShot<bool>* waiting_ = nullptr;
};

/// Of all texts in it.
std::size_t text_bytes(const nlohmann::json& value);

}  // namespace judge
