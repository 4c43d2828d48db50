#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sim/virtual_clock.hpp"
#include "store/response_store.hpp"
#include "support/await.hpp"
#include "support/scratch.hpp"

namespace judge::test {

inline Digest key_of(std::string_view name) {
  return sha256(name);
}

/// What somebody with the sqlite3 shell would do.
inline std::int64_t run_sqlite(const std::filesystem::path& file, const char* sql) {
  sqlite3* handle = nullptr;
  std::int64_t number = 0;
  const auto take = [](void* into, int, char** values, char**) {
    if (values[0]) *static_cast<std::int64_t*>(into) = std::stoll(values[0]);
    return 0;
  };
  REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
  REQUIRE(sqlite3_exec(handle, sql, take, &number, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  return number;
}

/// A store in a file, with the loop doing the blocking work too: every test is deterministic.
struct Store {
  Scratch scratch;
  std::filesystem::path file = scratch / "dir/store.db";
  VirtualClock clock;
  asio::io_context loop;
  std::unique_ptr<ResponseStore> store;

  Store() { reopen(); }

  void reopen() {
    auto opened = ResponseStore::open(file, loop.get_executor(), loop.get_executor(), &clock);
    REQUIRE(opened);
    store = std::move(*opened);
  }
  Result<> put(std::string_view key, StoredReply reply, bool replace = false) {
    return await(loop, store->put(key_of(key), std::move(reply), replace));
  }
  std::optional<StoredReply> get(std::string_view key) {
    return await(loop, store->get(key_of(key))).value();
  }
  Result<> remember(std::string fact, std::string value) {
    return await(loop, store->remember(std::move(fact), std::move(value)));
  }
  std::optional<std::string> recall(std::string fact) {
    return await(loop, store->recall(std::move(fact))).value();
  }
  Result<> close() { return await(loop, store->close()); }

  void pass(Duration span) {
    clock.advance_by(span);
    loop.restart();
    loop.poll();
  }
  /// What would be left if the power failed and had taken the log, which nobody has synced.
  std::uint64_t replies_without_log() const {
    std::filesystem::copy_file(file, scratch / "copy.db",
                               std::filesystem::copy_options::overwrite_existing);
    return store_totals(scratch / "copy.db").value()->replies;
  }

  std::int64_t replies_seen_from_outside() const {
    return run_sqlite(file, "SELECT count(*) FROM replies");
  }
  void run_outside(const char* sql) const { run_sqlite(file, sql); }
};

}  // namespace judge::test
