#include "run/byte_room.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support/loop.hpp"

using namespace judge;

namespace {

using Place = std::optional<ByteRoom::Place>;

Async<bool> enter(ByteRoom& room, std::size_t bytes, Place& place) {
  place.emplace(co_await room.enter(bytes));
  co_return true;
}

}  // namespace

TEST_CASE("what is large waits until there is room for it") {
  TestLoop loop;
  ByteRoom room(100, loop.executor());
  Place small, middle, large, after;
  std::optional<bool> done[4];
  loop.start(enter(room, 10, small), done[0]);
  loop.start(enter(room, 90, middle), done[1]);
  CHECK(middle);
  loop.start(enter(room, 500, large), done[2]);
  CHECK_FALSE(large);
  middle.reset();
  loop.poll();
  CHECK_FALSE(large);
  small.reset();
  loop.poll();
  CHECK(large);  // alone, it is let in all the same
  loop.start(enter(room, 1, after), done[3]);
  CHECK_FALSE(after);
  large.reset();
  loop.poll();
  CHECK(after);
}

TEST_CASE("only texts count, wherever they are") {
  CHECK(text_bytes(nlohmann::json::parse(R"({"a":"four","b":[1,{"c":"xy"}],"d":null})")) == 6);
}
