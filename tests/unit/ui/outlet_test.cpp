#include "ui/outlet.hpp"

#include <doctest/doctest.h>

#include "unit/ui/ends.hpp"

using namespace judge;
using namespace std::chrono_literals;

TEST_CASE("a pipe without a reader raises no SIGPIPE") {
  test::Pipe pipe;
  Outlet outlet(pipe.in);
  pipe.close_out();
  outlet.put("nobody reads this\n");
  CHECK_FALSE(outlet.ready());
  outlet.drain(1h);  // does not wait for who is gone
}

TEST_CASE("a full pipe gets whole texts in order once it is read") {
  test::Pipe pipe;
  ::fcntl(pipe.in, F_SETPIPE_SZ, 4096);
  Outlet outlet(pipe.in);
  const std::string line(1000, 'x');
  std::string expected;
  for (int i = 0; i < 20; ++i) {
    outlet.put(line + std::to_string(i) + "\n");
    expected += line + std::to_string(i) + "\n";
  }
  CHECK_FALSE(outlet.ready());
  std::string got;
  for (int i = 0; i < 20; ++i) {
    got += pipe.read_all();
    outlet.put({});
  }
  CHECK(got == expected);
  CHECK(outlet.ready());
}

TEST_CASE("what a stuck reader leaves waiting is bounded, and no text is torn") {
  test::Pipe pipe;
  ::fcntl(pipe.in, F_SETPIPE_SZ, 4096);
  ::fcntl(pipe.in, F_SETFL, O_NONBLOCK);
  Outlet outlet(pipe.in);
  const std::string line = std::string(999, 'x') + "\n";
  for (int i = 0; i < 1000; ++i) outlet.put(line);
  std::string got;
  for (int i = 0; i < 100; ++i) {
    got += pipe.read_all();
    outlet.put({});
  }
  CHECK(got.size() >= 60'000);
  CHECK(got.size() <= 80'000);
  CHECK(got.size() % line.size() == 0);
  outlet.put("after\n");
  CHECK(pipe.read_all() == "after\n");
}

TEST_CASE("draining gives up on a stuck reader") {
  test::Pipe pipe;
  ::fcntl(pipe.in, F_SETPIPE_SZ, 4096);
  Outlet outlet(pipe.in);
  for (int i = 0; i < 20; ++i) outlet.put(std::string(1000, 'x'));
  outlet.drain(1ms);
  CHECK_FALSE(outlet.ready());
}

TEST_CASE("a bad descriptor is no one's problem") {
  Outlet outlet(-1);
  outlet.put("lost\n");
  outlet.drain(0ms);
  Outlet closed(1'000'000);
  closed.put("lost\n");
  CHECK_FALSE(closed.ready());
}
