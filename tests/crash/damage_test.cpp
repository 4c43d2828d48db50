// Results and stores that are cut short, or have a byte changed: repaired, or refused with a
// sentence, and never another verdict.
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <set>

#include "store/response_store.hpp"
#include "support/await.hpp"
#include "support/crash_world.hpp"
#include "support/seeds.hpp"

using namespace judge;
using namespace judge::test;

namespace {

/// A finished run, to be damaged again and again.
struct Finished {
  static constexpr std::size_t samples = 2;
  CrashWorld crash{samples};
  std::string results;
  std::string store;
  CrashWorld::Table table;

  Finished() {
    REQUIRE(crash.live().outcome.summary);
    results = crash.disk.find(output())->now;
    store = crash.disk.find("/store.db")->now;
    table = crash.table();
    REQUIRE(table.size() == samples);
  }
  std::string output() const { return crash.world.config.run.output; }

  /// Nothing was asked anew, and all is as it was.
  void check_repaired(std::string damaged) {
    crash.disk.put(output(), std::move(damaged));
    const auto life = crash.live();
    REQUIRE_MESSAGE(life.outcome.summary, life.outcome.summary.error().message);
    CHECK(life.outcome.books.requests == 0);
    CHECK(crash.table() == table);
  }
};

constexpr int replies = 40;

Digest key_of(int reply) {
  return sha256("key " + std::to_string(reply));
}

StoredReply reply_of(int reply) {
  return {.body = "answer " + std::to_string(reply) +
                  std::string(static_cast<std::size_t>(reply) * 40, 'x'),
          .model = "m",
          .latency_ms = reply,
          .attempts = 1};
}

/// A store in the state in which a kill leaves it (with a log), or one that was closed.
std::map<std::string, std::string> store_files(bool closed) {
  CrashDisk disk;
  const CrashVfs vfs(disk);
  asio::io_context loop;
  auto store = ResponseStore::open(vfs.uri("s.db"), loop.get_executor(), loop.get_executor());
  REQUIRE(store);
  for (int i = 0; i < replies; ++i) REQUIRE(await(loop, (*store)->put(key_of(i), reply_of(i))));
  if (closed) REQUIRE(await(loop, (*store)->close()));
  return disk.contents();
}

/// How many are left; each is what it was. A refusal says what to do, and counts as none.
int check_store(const std::map<std::string, std::string>& damaged) {
  CrashDisk disk;
  for (const auto& [path, content] : damaged) disk.put(path, content);
  const CrashVfs vfs(disk);
  asio::io_context loop;
  const auto refused = [](const Error& error) {
    CHECK(error.fault == Fault::disk);
    CHECK_MESSAGE(error.message.contains("[run] store"), error.message);
    return 0;
  };
  auto store = ResponseStore::open(vfs.uri("s.db"), loop.get_executor(), loop.get_executor());
  if (!store) return refused(store.error());
  int found = 0;
  for (int i = 0; i < replies; ++i) {
    const auto got = await(loop, (*store)->get(key_of(i)));
    if (!got) return refused(got.error());
    if (!*got) continue;
    ++found;
    CHECK((*got)->body == reply_of(i).body);
    CHECK((*got)->latency_ms == i);
  }
  return found;
}

char other_byte(char byte, Random& random) {
  return static_cast<char>(byte ^ static_cast<char>(1 + random.below(255)));
}

}  // namespace

TEST_CASE("results cut off at any byte are made whole without a call") {
  Finished run;
  for (std::size_t size = 0; size <= run.results.size(); ++size) {
    CAPTURE(size);
    run.check_repaired(run.results.substr(0, size));
  }
}

TEST_CASE("results with any byte changed are made what they were, without a call") {
  Finished run;
  Random random(1);
  for (std::size_t at = 0; at < run.results.size(); ++at) {
    CAPTURE(at);
    auto damaged = run.results;
    damaged[at] = other_byte(damaged[at], random);
    run.check_repaired(std::move(damaged));
  }
}

TEST_CASE("a store cut off anywhere is repaired, or refused with what to do") {
  for (const bool closed : {true, false}) {
    const auto whole = store_files(closed);
    CHECK(check_store(whole) == replies);
    for (const auto& [path, content] : whole) {
      constexpr std::size_t stride = 61;  // no divisor of a page or a frame
      for (std::size_t size = 0; size < content.size(); size += stride) {
        CAPTURE(path);
        CAPTURE(size);
        auto damaged = whole;
        damaged[path].resize(size);
        check_store(damaged);
      }
    }
  }
}

TEST_CASE("a log cut off at any frame still has what was committed before it") {
  const auto whole = store_files(false);
  const auto& log = whole.at("/s.db-wal");
  int before = 0;
  for (std::size_t size = 0; size <= log.size(); size += 128) {
    auto damaged = whole;
    damaged["/s.db-wal"].resize(size);
    const int found = check_store(damaged);
    CHECK(found >= before);
    before = found;
  }
  CHECK(check_store(whole) == replies);
}

TEST_CASE("a store with any byte changed never has another answer, over many seeds") {
  const auto closed = store_files(true);
  const auto killed = store_files(false);
  std::uint64_t lost = 0;
  for (const auto seed : seeds(1500)) {
    INFO("seed " << seed);
    Random random(seed);
    auto damaged = random.below(3) > 0 ? closed : killed;
    auto file = damaged.begin();
    std::advance(file, static_cast<std::ptrdiff_t>(random.below(damaged.size())));
    auto& content = file->second;
    const auto at = random.below(content.size());
    content[at] = other_byte(content[at], random);
    if (check_store(damaged) < replies) ++lost;
  }
  CHECK(lost > 0);  // or nothing was damaged that matters
}

TEST_CASE("a damaged answer is asked for again and takes the damaged one's place") {
  Finished run;
  auto store = run.store;
  const std::string score = R"(\"score\":)";
  const auto at = store.find(score);
  REQUIRE(at != std::string::npos);
  char& digit = store[at + score.size()];
  digit = digit == '1' ? '2' : '1';
  run.crash.disk.put("/store.db", store);
  run.crash.disk.put(run.output(), "");
  const auto life = run.crash.live();
  REQUIRE(life.outcome.summary);
  CHECK(life.outcome.books.requests == 1);
  CHECK(run.crash.table() == run.table);
  run.check_repaired("");
}
