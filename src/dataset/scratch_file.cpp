#include "dataset/scratch_file.hpp"

namespace judge::rows {
namespace {

constexpr std::size_t buffered = std::size_t{256} << 10;

}  // namespace

std::unexpected<Error> scratch_lost() {
  return fail(Fault::disk, "a temporary file lost what was written to it; run again");
}

Result<ScratchFile> ScratchFile::make(Files& files) {
  auto file = files.temporary();
  if (!file) return std::unexpected(std::move(file.error()));
  return ScratchFile(std::move(*file));
}

Result<> ScratchFile::append(std::string_view bytes) {
  size_ += bytes.size();
  if (bytes.size() < buffered) {
    buffer_ += bytes;
    return buffer_.size() < buffered ? Result<>() : flush();
  }
  auto flushed = flush();
  return flushed ? file_->append(bytes) : flushed;
}

Result<> ScratchFile::flush() {
  if (buffer_.empty()) return {};
  auto written = file_->append(buffer_);
  buffer_.clear();
  return written;
}

Result<> ScratchFile::read(std::uint64_t offset, std::span<char> into) {
  while (!into.empty()) {
    const auto got = file_->read_at(offset, into);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return scratch_lost();
    offset += *got;
    into = into.subspan(*got);
  }
  return {};
}

}  // namespace judge::rows
