#include "run/slots.hpp"

#include <cstring>

namespace judge {
namespace {

constexpr std::size_t width = sizeof(std::uint64_t);
constexpr std::size_t per_block = 8192;

}  // namespace

Result<Slots> Slots::make(Files& files) {
  auto file = files.temporary();
  if (!file) return std::unexpected(file.error());
  return Slots(std::move(*file));
}

Result<> Slots::flush() {
  auto written = file_->append(buffer_);
  buffer_.clear();
  return written;
}

Result<> Slots::add_sample(const Digest& digest) {
  const auto number = short_digest(digest);
  char bytes[width];
  std::memcpy(bytes, &number, width);
  buffer_.append(bytes, width);
  ++samples_;
  return buffer_.size() < per_block * width ? Result<>{} : flush();
}

Result<> Slots::seal(std::size_t epochs, std::size_t candidates) {
  epochs_ = epochs;
  candidates_ = candidates;
  done_.assign(samples_ * epochs * candidates, false);
  return flush();
}

Result<std::uint64_t> Slots::digest(std::uint64_t sample) {
  // Lines come in nearly the samples' order, so one block serves many of them.
  const auto block = sample / per_block;
  if (block != block_) {
    buffer_.resize(per_block * width);
    auto got = file_->read_at(block * per_block * width, buffer_);
    if (!got) return std::unexpected(got.error());
    block_ = block;
  }
  std::uint64_t number = 0;
  std::memcpy(&number, buffer_.data() + (sample % per_block) * width, width);
  return number;
}

void Slots::mark_afresh(std::uint64_t place) {
  if (afresh_.empty()) afresh_.assign(done_.size(), false);
  afresh_[place] = true;
}

}  // namespace judge
