#include "store/key_index.hpp"

#include <doctest/doctest.h>

#include "store/reply_database.hpp"
#include "unit/store/stores.hpp"

using namespace judge;
using namespace judge::test;

namespace {

constexpr int merged_at_once = 4096;

/// A store of which tests say when its transactions begin and end.
struct Database {
  Scratch scratch;
  std::filesystem::path file = scratch / "s.db";
  std::unique_ptr<ReplyDatabase> database = open();

  std::unique_ptr<ReplyDatabase> open() const {
    auto opened = ReplyDatabase::open(file);
    REQUIRE(opened);
    return std::move(*opened);
  }
  static StoredReply reply(std::string body) { return {.body = std::move(body), .model = "m"}; }
  static void put(ReplyDatabase& into, int from, int to) {
    REQUIRE(into.begin());
    for (int i = from; i < to; ++i)
      REQUIRE(into.put(key_of(std::to_string(i)), reply(std::to_string(i)), false));
    REQUIRE(into.commit());
  }
  static std::string get(ReplyDatabase& from, const Digest& key) {
    REQUIRE(from.begin_reading());
    const auto found = from.get(key);
    REQUIRE(from.end_reading());
    REQUIRE(found);
    return *found ? (*found)->body : "nothing";
  }
  static bool has(ReplyDatabase& from, int first, int last) {
    for (int i = first; i < last; ++i)
      if (get(from, key_of(std::to_string(i))) != std::to_string(i)) return false;
    return true;
  }
  std::int64_t merged_keys() const { return run_sqlite(file, "SELECT count(*) FROM keys"); }
  std::int64_t rows() const { return run_sqlite(file, "SELECT count(*) FROM replies"); }
};

Digest key_with(unsigned char start, unsigned char end) {
  Digest key{};
  key.front() = start;
  key.back() = end;
  return key;
}

}  // namespace

TEST_CASE_FIXTURE(Database, "a reply is found before and after its key was merged, and reopened") {
  put(*database, 0, 100);
  CHECK(merged_keys() == 0);
  CHECK(has(*database, 0, 100));
  put(*database, 100, merged_at_once);
  CHECK(merged_keys() == merged_at_once);
  put(*database, merged_at_once, merged_at_once + 100);
  CHECK(merged_keys() == merged_at_once);
  CHECK(has(*database, 0, merged_at_once + 100));
  CHECK(get(*database, key_of("never")) == "nothing");

  database = open();
  CHECK(has(*database, 0, merged_at_once + 100));
  CHECK(get(*database, key_of("never")) == "nothing");
}

TEST_CASE_FIXTURE(Database, "no key is stored twice, merged or not") {
  put(*database, 0, 10);
  put(*database, 0, merged_at_once);
  put(*database, 0, merged_at_once);
  CHECK(rows() == merged_at_once);
  database = open();
  put(*database, 0, merged_at_once + 10);
  CHECK(rows() == merged_at_once + 10);
}

TEST_CASE_FIXTURE(Database, "keys that start alike are two") {
  REQUIRE(database->begin());
  REQUIRE(database->put(key_with(1, 1), reply("one"), false));
  REQUIRE(database->put(key_with(1, 2), reply("two"), false));
  REQUIRE(database->commit());
  for (const bool merged : {false, true}) {
    CAPTURE(merged);
    if (merged) put(*database, 0, merged_at_once);
    CHECK((merged_keys() > 0) == merged);
    CHECK(get(*database, key_with(1, 1)) == "one");
    CHECK(get(*database, key_with(1, 2)) == "two");
    CHECK(get(*database, key_with(1, 3)) == "nothing");
  }
}

TEST_CASE_FIXTURE(Database, "a merged reply is replaced where it lies") {
  put(*database, 0, merged_at_once);
  REQUIRE(database->begin());
  REQUIRE(database->put(key_of("7"), reply("again"), true));
  REQUIRE(database->commit());
  CHECK(get(*database, key_of("7")) == "again");
  CHECK(rows() == merged_at_once);
}

TEST_CASE_FIXTURE(Database, "what is rolled back is not found, though its keys were to be merged") {
  put(*database, 0, 10);
  REQUIRE(database->begin());
  for (int i = 10; i < merged_at_once; ++i)
    REQUIRE(database->put(key_of(std::to_string(i)), reply("lost"), false));
  database->rollback();
  CHECK(rows() == 10);
  CHECK(get(*database, key_of("10")) == "nothing");
  CHECK(has(*database, 0, 10));
  put(*database, 10, merged_at_once);
  CHECK(merged_keys() == merged_at_once);
  CHECK(has(*database, 0, merged_at_once));
}

TEST_CASE_FIXTURE(Database, "a merge that fails fails its group, and the next one succeeds") {
  put(*database, 0, 10);
  run_sqlite(file,
             "CREATE TRIGGER poison BEFORE INSERT ON keys BEGIN SELECT RAISE(ABORT, 'injected'); "
             "END");
  REQUIRE(database->begin());
  for (int i = 10; i < merged_at_once; ++i)
    REQUIRE(database->put(key_of(std::to_string(i)), reply(std::to_string(i)), false));
  const auto merged = database->commit();
  REQUIRE_FALSE(merged);
  CHECK(merged.error().message.contains("injected"));
  CHECK(get(*database, key_of("10")) == "nothing");
  run_sqlite(file, "DROP TRIGGER poison");
  put(*database, 10, merged_at_once);
  CHECK(merged_keys() == merged_at_once);
  CHECK(has(*database, 0, merged_at_once));
}

TEST_CASE_FIXTURE(Database, "each of two processes finds what the other stored or merged") {
  const auto other = open();
  put(*database, 0, 10);
  put(*other, 5, 20);
  CHECK(rows() == 20);
  CHECK(has(*database, 0, 20));
  CHECK(has(*other, 0, 20));
  put(*other, 20, merged_at_once);  // merges keys that the first one still keeps as recent
  CHECK(merged_keys() == merged_at_once);
  CHECK(has(*database, 0, merged_at_once));
  put(*database, 0, 2 * merged_at_once);
  CHECK(merged_keys() == 2 * merged_at_once);
  CHECK(rows() == 2 * merged_at_once);
  CHECK(has(*other, 0, 2 * merged_at_once));
}

TEST_CASE_FIXTURE(Database, "whoever only reads finds merged and recent replies") {
  put(*database, 0, merged_at_once);
  put(*database, merged_at_once, merged_at_once + 10);
  const auto reader = ReplyDatabase::open_to_read(file);
  REQUIRE(reader);
  for (const int i : {0, merged_at_once - 1, merged_at_once, merged_at_once + 9}) {
    CAPTURE(i);
    CHECK((*reader)->get(key_of(std::to_string(i))).value()->body == std::to_string(i));
  }
  CHECK_FALSE((*reader)->get(key_of("never")).value());
}

TEST_CASE_FIXTURE(Database, "the known keys are those of the file, once they were read") {
  const auto known = [](ReplyDatabase& of, const char* key) {
    return of.known()->may_have(short_digest(key_of(key)));
  };
  CHECK_FALSE(known(*database, "0"));  // a store without replies knows that at once
  put(*database, 0, merged_at_once + 10);
  CHECK(known(*database, "0"));
  CHECK_FALSE(known(*database, "never"));

  database = open();
  CHECK(known(*database, "never"));  // not read yet
  CHECK(has(*database, 0, 1));
  CHECK_FALSE(known(*database, "never"));
  CHECK(known(*database, "0"));
  CHECK(known(*database, std::to_string(merged_at_once + 9).c_str()));
  const auto other = open();
  put(*other, merged_at_once + 10, merged_at_once + 11);
  CHECK(has(*database, 0, 1));
  CHECK(known(*database, std::to_string(merged_at_once + 10).c_str()));
}
