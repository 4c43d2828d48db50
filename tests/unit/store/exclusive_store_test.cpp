#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/store/stores.hpp"

using namespace judge;
using namespace judge::test;

namespace {

struct Alone {
  Scratch scratch;
  std::filesystem::path file = scratch / "s.db";
  asio::io_context loop;

  Result<std::unique_ptr<ResponseStore>> open(StoreUse use) {
    return ResponseStore::open(file, loop.get_executor(), loop.get_executor(), nullptr, use);
  }
  bool has(std::string_view suffix) const {
    return std::filesystem::exists(std::filesystem::path(file) += suffix);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Alone, "an exclusive store shares no memory, and keeps what it is given") {
  for (int life = 0; life < 2; ++life) {
    auto store = open(StoreUse::exclusive);
    REQUIRE(store);
    const auto key = key_of(std::to_string(life));
    CHECK(await(loop, (*store)->put(key, {.body = "paid for", .model = ""})));
    CHECK(has("-wal"));
    CHECK_FALSE(has("-shm"));
    CHECK(await(loop, (*store)->close()));
  }
  auto store = open(StoreUse::shared);
  REQUIRE(store);
  CHECK(await(loop, (*store)->get(key_of("0"))).value());
  CHECK(await(loop, (*store)->get(key_of("1"))).value());
  CHECK(await(loop, (*store)->put(key_of("2"), {.body = "", .model = ""})));
  CHECK(has("-shm"));
}

TEST_CASE_FIXTURE(Alone, "a second process is refused an exclusive store, new or not") {
  for (int life = 0; life < 2; ++life) {
    auto mine = open(StoreUse::exclusive);
    REQUIRE(mine);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      const auto theirs = open(StoreUse::exclusive);
      ::_exit(!theirs && theirs.error().message.contains("keeps it locked: wait for it") ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(await(loop, (*mine)->close()));
  }
}
