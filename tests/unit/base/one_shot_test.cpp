#include <doctest/doctest.h>

#include <memory>

#include "base/async.hpp"
#include "support/await.hpp"

using namespace judge;

namespace {

template <class T>
Async<T> value_of(OneShot<T>& shot) {
  co_return co_await shot.wait();
}

Async<> wait_for(OneShot<int>& shot, int& got) {
  got = co_await shot.wait();
}

}  // namespace

TEST_CASE("a value delivered before the wait is there at once") {
  asio::io_context loop;
  OneShot<int> shot(loop.get_executor());
  CHECK(shot.deliver(7));
  CHECK(test::await(loop, value_of(shot)) == 7);
}

TEST_CASE("the first delivery wins and the others say so") {
  asio::io_context loop;
  OneShot<int> shot(loop.get_executor());
  CHECK_FALSE(shot.delivered());
  CHECK(shot.deliver(1));
  CHECK_FALSE(shot.deliver(2));
  CHECK(shot.delivered());
  CHECK(test::await(loop, value_of(shot)) == 1);
}

TEST_CASE("the waiter is resumed by a post, never inside deliver") {
  asio::io_context loop;
  OneShot<int> shot(loop.get_executor());
  int got = 0;
  asio::co_spawn(loop, wait_for(shot, got), [](auto) {});
  loop.poll();
  CHECK(shot.deliver(5));
  CHECK_FALSE(shot.deliver(6));
  CHECK(got == 0);
  loop.restart();
  loop.run();
  CHECK(got == 5);
}

TEST_CASE("values need not be copyable") {
  asio::io_context loop;
  OneShot<std::unique_ptr<int>> shot(loop.get_executor());
  shot.deliver(std::make_unique<int>(3));
  CHECK(*test::await(loop, value_of(shot)) == 3);
}
