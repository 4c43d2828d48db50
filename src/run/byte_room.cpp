#include "run/byte_room.hpp"

#include <nlohmann/json.hpp>

namespace judge {

Async<ByteRoom::Place> ByteRoom::enter(std::size_t bytes) {
  while (taken_ > 0 && taken_ + bytes > most_) {
    OneShot<bool> left(loop_);
    waiting_ = &left;
    co_await left.wait();
    waiting_ = nullptr;
  }
  taken_ += bytes;
  co_return Place(*this, bytes);
}

void ByteRoom::leave(std::size_t bytes) {
  taken_ -= bytes;
  if (waiting_) waiting_->deliver(true);
}

std::size_t text_bytes(const nlohmann::json& value) {
  if (const auto* text = value.get_ptr<const std::string*>()) return text->size();
  std::size_t bytes = 0;
  if (value.is_structured())
    for (const auto& part : value) bytes += text_bytes(part);
  return bytes;
}

}  // namespace judge
