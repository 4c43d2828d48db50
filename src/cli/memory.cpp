#include "cli/memory.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <system_error>

#include "cli/exit.hpp"
#include "cli/streams.hpp"

namespace judge {
namespace {

// What is in flight is decoded, stored and written with it.
constexpr std::size_t reserve_size = std::size_t{64} << 20;

std::atomic<void*> reserve = nullptr;
std::atomic<int> waker = -1;

/// Called by operator new, on any thread, wherever that is: it may do next to nothing.
void no_more_memory() {
  if (void* const held = reserve.exchange(nullptr)) {
    std::free(held);
    const std::uint64_t one = 1;
    (void)!::write(waker, &one, sizeof one);
    return;  // operator new tries again
  }
  say_plainly(
      "judge: out of memory. What was stored and written stays; give it more, or lower "
      "max_connections, then run the same command again.\n");
  ::_exit(exit_stopped);
}

int event() {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return descriptor;
}

}  // namespace

void end_where_memory_ends() {
  std::set_new_handler(no_more_memory);
}

MemoryReserve::MemoryReserve(boost::asio::io_context& loop, std::function<void()> low)
    : wake_(loop, event()) {
  waker = wake_.native_handle();
  reserve = std::malloc(reserve_size);  // not touched: it takes addresses, no memory
  wake_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                   [low = std::move(low)](boost::system::error_code error) {
                     if (!error) low();
                   });
}

MemoryReserve::~MemoryReserve() {
  std::free(reserve.exchange(nullptr));
  waker = -1;
}

void MemoryReserve::forget() {
  boost::system::error_code ignored;
  wake_.cancel(ignored);
}

}  // namespace judge
