#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "plan/rehearsal_data.hpp"

namespace judge {

Result<MemoryFile> MemoryFile::make(std::string_view content) {
  MemoryFile file(::memfd_create("judge-plan", MFD_CLOEXEC));
  while (file.descriptor_ >= 0 && !content.empty()) {
    const auto written = ::write(file.descriptor_, content.data(), content.size());
    if (written < 0 && errno != EINTR) break;
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (content.empty() && file.descriptor_ >= 0) return file;
  return fail(Fault::disk, fmt::format("cannot keep a rehearsal in memory: {}",
                                       std::generic_category().message(errno)));
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path MemoryFile::path() const {
  return fmt::format("/proc/self/fd/{}", descriptor_);
}

}  // namespace judge
