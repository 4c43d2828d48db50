#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>

namespace judge {

/// From now on a process that gets no more memory says so and ends with exit_stopped, as after kill
/// -9 with all that is stored; never as if that were a bug. To be called before anything else.
void end_where_memory_ends();

/// Memory held back for a run to end in good order: when there is no more it is given back, and
/// `low` is called on the loop once. One at a time.
class MemoryReserve {
 public:
  MemoryReserve(boost::asio::io_context& loop, std::function<void()> low);
  MemoryReserve(const MemoryReserve&) = delete;
  MemoryReserve& operator=(const MemoryReserve&) = delete;
  ~MemoryReserve();

  void forget();

 private:
  boost::asio::posix::stream_descriptor wake_;
};

}  // namespace judge
