#include "store/response_store.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "support/await.hpp"
#include "unit/store/stores.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE_FIXTURE(Store, "a reply comes back as it was put") {
  const StoredReply reply{.body = std::string("{\"a\":\"\0\xff\"}", 10),
                          .model = "gpt-5-mini-2025",
                          .latency_ms = 812,
                          .attempts = 3,
                          .possibly_billed_before = true};
  CHECK_FALSE(get("k"));
  REQUIRE(put("k", reply));
  const auto got = get("k");
  REQUIRE(got);
  CHECK(got->body == reply.body);
  CHECK(got->model == reply.model);
  CHECK(got->latency_ms == 812);
  CHECK(got->attempts == 3);
  CHECK(got->possibly_billed_before);
  CHECK_FALSE(get("another key"));
}

TEST_CASE_FIXTURE(Store, "the first reply under a key stays") {
  REQUIRE(put("k", {.body = "first", .model = ""}));
  REQUIRE(put("k", {.body = "second", .model = ""}));
  CHECK(get("k")->body == "first");
}

TEST_CASE_FIXTURE(Store, "a reply that was asked for again on purpose replaces the first") {
  REQUIRE(put("k", {.body = "first", .model = "a"}));
  REQUIRE(put("k", {.body = "second", .model = "b", .latency_ms = 5}, true));
  CHECK(get("k")->body == "second");
  CHECK(get("k")->model == "b");
  CHECK(get("k")->latency_ms == 5);
  CHECK(replies_seen_from_outside() == 1);
}

TEST_CASE_FIXTURE(Store, "an empty body is a body") {
  REQUIRE(put("k", {.body = "", .model = ""}));
  REQUIRE(get("k"));
  CHECK(get("k")->body.empty());
}

TEST_CASE_FIXTURE(Store, "facts are remembered and the latest word counts") {
  CHECK_FALSE(recall("server|format"));
  REQUIRE(remember("server|format", "json_schema"));
  REQUIRE(remember("server|format", "text"));
  CHECK(recall("server|format") == "text");
  CHECK_FALSE(recall("server|forma"));
}

TEST_CASE_FIXTURE(Store, "everything is there after a reopening, and the log has gone") {
  REQUIRE(put("k", {.body = "kept", .model = "m"}));
  REQUIRE(remember("f", "v"));
  REQUIRE(close());
  CHECK_FALSE(std::filesystem::exists(scratch / "dir/store.db-wal"));
  reopen();
  CHECK(get("k")->body == "kept");
  CHECK(recall("f") == "v");
}

TEST_CASE_FIXTURE(Store, "a put is committed when its caller goes on") {
  REQUIRE(put("k", {.body = "b", .model = ""}));
  CHECK(replies_seen_from_outside() == 1);
}

TEST_CASE_FIXTURE(Store, "its files are for their owner only") {
  REQUIRE(put("k", {.body = "b", .model = ""}));
  for (const auto* name : {"dir/store.db", "dir/store.db-wal", "dir/store.db-shm"}) {
    CAPTURE(name);
    CHECK(std::filesystem::status(scratch / name).permissions() == std::filesystem::perms(0600));
  }
}

TEST_CASE_FIXTURE(Store, "a group is worked on in order and told in order") {
  std::string told;
  const auto note = [&told](std::string name) {
    return [&told, name](auto, auto result) { told += name + (result ? "+ " : "- "); };
  };
  asio::co_spawn(loop, store->put(key_of("a"), {.body = "1", .model = ""}), note("put"));
  asio::co_spawn(loop, store->get(key_of("a")), note("get"));
  asio::co_spawn(loop, store->remember("f", "v"), note("remember"));
  asio::co_spawn(loop, store->recall("f"), note("recall"));
  asio::co_spawn(loop, store->close(), note("close"));
  loop.run();
  CHECK(told == "put+ get+ remember+ recall+ close+ ");
}

TEST_CASE_FIXTURE(Store, "a get sees a put of its own group") {
  std::optional<StoredReply> seen;
  asio::co_spawn(loop, store->put(key_of("a"), {.body = "1", .model = ""}), [](auto, auto) {});
  asio::co_spawn(loop, store->get(key_of("a")), [&](auto, auto got) { seen = got.value(); });
  asio::co_spawn(loop, store->close(), [](auto, auto) {});
  loop.run();
  REQUIRE(seen);
  CHECK(seen->body == "1");
}

TEST_CASE_FIXTURE(Store,
                  "a group of which one write fails is rolled back, told so, and the next is not") {
  run_outside(
      "CREATE TRIGGER poison BEFORE INSERT ON replies WHEN NEW.model = 'poison' "
      "BEGIN SELECT RAISE(ABORT, 'injected'); END");
  std::vector<Async<Result<>>> tasks;
  tasks.push_back(store->put(key_of("a"), {.body = "1", .model = ""}));
  tasks.push_back(store->put(key_of("b"), {.body = "2", .model = "poison"}));
  tasks.push_back(store->remember("f", "v"));
  for (const auto& written : await_all(loop, std::move(tasks))) {
    REQUIRE_FALSE(written);
    CHECK(written.error().fault == Fault::disk);
    CHECK(written.error().message.contains("injected"));
    CHECK(written.error().message.contains(file.native()));
  }
  CHECK_FALSE(get("a"));
  CHECK_FALSE(recall("f"));
  CHECK(put("a", {.body = "1", .model = ""}));
  CHECK(get("a"));
}

TEST_CASE_FIXTURE(Store, "what was committed is synced a second later, though no put follows") {
  REQUIRE(put("a", {.body = "1", .model = ""}));
  pass(milliseconds(900));
  REQUIRE(put("b", {.body = "2", .model = ""}));
  CHECK(replies_without_log() == 0);
  pass(milliseconds(100));
  CHECK(replies_without_log() == 2);
  CHECK(clock.sleepers() == 0);
  REQUIRE(put("c", {.body = "3", .model = ""}));
  CHECK(clock.sleepers() == 1);
  REQUIRE(close());
  CHECK(clock.sleepers() == 0);
}

TEST_CASE_FIXTURE(Store, "what an ended run stored is found by the next, and no other key is") {
  REQUIRE(put("a", {.body = "1", .model = ""}));
  REQUIRE(close());
  reopen();
  CHECK_FALSE(get("never"));
  CHECK(get("a")->body == "1");
  CHECK_FALSE(get("never"));
}

TEST_CASE_FIXTURE(Store, "two runs may share a store: what one put, the other finds after a put") {
  auto other = ResponseStore::open(file, loop.get_executor(), loop.get_executor());
  REQUIRE(other);
  CHECK_FALSE(get("theirs"));
  REQUIRE(await(loop, (*other)->put(key_of("theirs"), {.body = "2", .model = ""})));
  REQUIRE(put("mine", {.body = "1", .model = ""}));
  CHECK(get("theirs")->body == "2");
  REQUIRE(await(loop, (*other)->put(key_of("theirs too"), {.body = "3", .model = ""})));
  CHECK(await(loop, (*other)->get(key_of("mine"))).value()->body == "1");
  CHECK(await(loop, (*other)->close()));
  CHECK(close());
}

TEST_CASE_FIXTURE(Store, "a key that is not known is answered without the worker") {
  std::optional<bool> found;
  asio::co_spawn(loop, store->get(key_of("never")),
                 [&](auto, auto got) { found = got.value().has_value(); });
  for (int turn = 0; turn < 2; ++turn) loop.poll_one();  // it starts, it ends
  CHECK(found == false);
  loop.poll();
}

TEST_CASE_FIXTURE(Store, "replies are read while another process holds the lock to write") {
  REQUIRE(put("a", {.body = "1", .model = ""}));
  sqlite3* writer = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &writer) == SQLITE_OK);
  REQUIRE(sqlite3_exec(writer, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(get("a")->body == "1");
  sqlite3_close(writer);
}

TEST_CASE_FIXTURE(Store, "after close a call fails instead of crashing") {
  REQUIRE(close());
  CHECK_FALSE(put("k", {.body = "", .model = ""}));
  CHECK_FALSE(await(loop, store->get(key_of("k"))));
}

TEST_CASE_FIXTURE(Store, "destroyed with calls still queued it neither crashes nor leaks") {
  asio::co_spawn(loop, store->put(key_of("a"), {.body = "1", .model = ""}), [](auto, auto) {});
  asio::co_spawn(loop, store->get(key_of("a")), [](auto, auto) {});
  loop.poll_one();
  loop.poll_one();
  store.reset();
}

TEST_CASE_FIXTURE(Store, "destroyed without close its queued calls are still answered") {
  int answered = 0;
  asio::co_spawn(loop, store->put(key_of("a"), {.body = "1", .model = ""}),
                 [&](auto, auto put) { answered += put.has_value(); });
  loop.poll_one();
  store.reset();
  loop.run();
  CHECK(answered == 1);
}

TEST_CASE("a store in memory outlives its reopening while somebody holds it") {
  asio::io_context loop;
  const std::filesystem::path file = "file:/reopened?vfs=memdb";
  const auto open = [&] {
    auto opened = ResponseStore::open(file, loop.get_executor(), loop.get_executor());
    REQUIRE(opened);
    return std::move(*opened);
  };
  const auto keeper = open();
  auto store = open();
  REQUIRE(await(loop, store->put(key_of("k"), {.body = "b", .model = ""})));
  REQUIRE(await(loop, store->close()));
  store = open();
  CHECK(await(loop, store->get(key_of("k"))).value()->body == "b");
  CHECK(store_totals(file).value()->replies == 1);
  CHECK_FALSE(std::filesystem::exists("file:"));
}

TEST_CASE("with a real pool every call is answered, and the store may go as soon as it is closed") {
  const Scratch scratch;
  asio::thread_pool pool(2);
  {
    asio::io_context loop;
    auto opened = ResponseStore::open(scratch / "s.db", loop.get_executor(), pool.get_executor());
    REQUIRE(opened);
    auto store = std::move(*opened);
    std::vector<Async<Result<>>> puts;
    for (int i = 0; i < 300; ++i)
      puts.push_back(
          store->put(key_of(std::to_string(i)), {.body = std::to_string(i), .model = ""}));
    for (const auto& put : await_all(loop, std::move(puts))) CHECK(put);
    std::vector<Async<Result<std::optional<StoredReply>>>> gets;
    for (int i = 0; i < 300; ++i) gets.push_back(store->get(key_of(std::to_string(i))));
    int at = 0;
    for (const auto& got : await_all(loop, std::move(gets)))
      CHECK(got.value()->body == std::to_string(at++));
    CHECK(await(loop, store->close()));
    store.reset();
    pool.join();  // before the loop that its work posts to
  }
  CHECK(store_totals(scratch / "s.db").value()->replies == 300);
}
