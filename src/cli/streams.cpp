#include "cli/streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace judge {
namespace {

struct Stream {
  int descriptor;
  int error = 0;  // the first
};

Stream output{STDOUT_FILENO};
Stream error{STDERR_FILENO};

/// After an error it only pretends.
ssize_t write_or_drop(void* cookie, const char* data, std::size_t size) {
  auto& stream = *static_cast<Stream*>(cookie);
  for (std::size_t done = 0; done < size && stream.error == 0;) {
    const auto written = ::write(stream.descriptor, data + done, size - done);
    if (written >= 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno == EAGAIN) {  // a pipe whose other user has made it so
      pollfd poller{stream.descriptor, POLLOUT, 0};
      ::poll(&poller, 1, -1);
    } else if (errno != EINTR) {
      stream.error = errno;
    }
  }
  return static_cast<ssize_t>(size);
}

void occupy(int descriptor) {
  if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
    (void)::open("/dev/null", O_RDWR);  // gets the lowest number that is free
}

std::FILE* secure(Stream& stream, int buffering) {
  auto* file = ::fopencookie(
      &stream, "w", {.read = nullptr, .write = write_or_drop, .seek = nullptr, .close = nullptr});
  if (file) (void)std::setvbuf(file, nullptr, buffering, BUFSIZ);
  return file;
}

}  // namespace

void secure_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) occupy(descriptor);
  if (auto* file = secure(output, ::isatty(STDOUT_FILENO) == 1 ? _IOLBF : _IOFBF)) stdout = file;
  if (auto* file = secure(error, _IONBF)) stderr = file;
}

std::error_code close_standard_output() {
  (void)std::fflush(stdout);
  if (output.error == EPIPE) return {};
  return {output.error, std::generic_category()};
}

void say_plainly(std::string_view text) noexcept {
  (void)write_or_drop(&error, text.data(), text.size());
}

}  // namespace judge
