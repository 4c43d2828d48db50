#include "store/store_file.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace judge {
namespace {

namespace fs = std::filesystem;

// The file: an SQLite database in WAL mode. application_id says that it is a store, user_version
// which format it has.
//
//   replies  what was paid for, in the order in which it came. Rows are only appended (one that was
//            asked for again on purpose, or has been damaged, is replaced where it lies); none is
//            deleted. crc32 is of all that is used of a row: SQLite has no sums of its own but in
//            the log.
//   keys     the start of a reply's key (eight bytes of the SHA-256, little-endian) and its row, of
//            all rows up to ...
//   merged   ... this one. Keys of later rows are in no table: who opens the file reads them from
//            the rows and keeps them in memory (KeyIndex) until there are enough of them.
//   facts    what was learned of servers
//
// Keys are random: an index that got each with its reply would have to write one page for nearly
// every reply, twice (log and database). That was half of what a reply costs with 20,000 of them,
// and two thirds with 300,000, when most of the pages are no longer cached. Sorted and in bulk, one
// page takes many. A page of 8 KiB holds a usual reply of a few KB without a chain of its own; with
// 16 KiB a lone commit costs a fifth more.
// Rejected: a unique index on the key (above), WITHOUT ROWID on the key (long bodies in the B-tree
// that every lookup descends, too), and the key as hexadecimal text (twice as long).
constexpr std::int64_t application_id = 0x4A554447;  // "JUDG"
constexpr std::int64_t format = 3;
constexpr const char* schema = R"sql(
  CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 32),
    body BLOB NOT NULL,
    model TEXT NOT NULL,
    latency_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    possibly_billed INTEGER NOT NULL,
    crc32 INTEGER NOT NULL,
    created_at INTEGER NOT NULL DEFAULT (unixepoch())
  );
  CREATE TABLE keys (hash INTEGER, id INTEGER, PRIMARY KEY (hash, id)) WITHOUT ROWID;
  CREATE TABLE merged (up_to INTEGER NOT NULL);
  INSERT INTO merged VALUES (0);
  CREATE TABLE facts (fact TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA application_id = 0x4A554447;
  PRAGMA user_version = 3;
)sql";

enum class Contents { nothing, store };

Result<Contents> identify(Sqlite& connection, const fs::path& file) {
  const auto application = connection.number("PRAGMA application_id");
  if (!application) return std::unexpected(application.error());
  const auto version = connection.number("PRAGMA user_version");
  if (!version) return std::unexpected(version.error());
  const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  if (*application == application_id && *version == format) return Contents::store;
  if (*application == application_id)
    return fail(Fault::disk, fmt::format("{} was written by another version of judge (format {}; "
                                         "this one knows {}); use that version, or name another "
                                         "file under [run] store",
                                         file.native(), *version, format));
  if (*application == 0 && *version == 0 && *tables == 0) return Contents::nothing;
  return fail(Fault::disk, fmt::format("{} is some other program's SQLite database, not a store "
                                       "of responses; name another file under [run] store",
                                       file.native()));
}

// Another process may be at the same: who comes second finds the work done.
Result<> create_within_transaction(Sqlite& connection, const fs::path& file) {
  const auto contents = identify(connection, file);
  if (!contents) return std::unexpected(contents.error());
  return *contents == Contents::store ? Result<>() : connection.run(schema);
}

Result<> create(Sqlite& connection, const fs::path& file) {
  if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) return begun;
  auto created = create_within_transaction(connection, file);
  if (created) created = connection.run("COMMIT");
  if (!created && connection.in_transaction()) (void)connection.run("ROLLBACK");
  return created;
}

bool is_there(const fs::path& file) {
  std::error_code error;
  return file.native().starts_with("file:") || fs::exists(file, error);
}

/// Where two processes turn one new file into a WAL database, SQLite answers BUSY to one of them at
/// once, whatever the timeout.
Result<> use_wal(Sqlite& connection) {
  constexpr int tries = 500;
  constexpr std::chrono::milliseconds pause{10};
  for (int i = 1;; ++i) {
    auto set = connection.run("PRAGMA journal_mode = WAL");
    const bool busy = !set && (sqlite3_errcode(connection.handle()) & 0xFF) == SQLITE_BUSY;
    if (!busy || i == tries) return set;
    std::this_thread::sleep_for(pause);
  }
}

/// With this before the first look at the file, SQLite keeps its lock on it, and the index of the
/// log in its own memory instead of a file shared with others ("Use of WAL Without Shared-Memory",
/// sqlite.org/wal.html). Whoever has the store keeps it to the end of a run: only those who have a
/// look at it are waited for.
Result<> have_alone(Sqlite& connection) {
  connection.wait_for_others(std::chrono::milliseconds(500));
  return connection.run("PRAGMA locking_mode = EXCLUSIVE");
}

}  // namespace

Result<Sqlite> open_store_file(const fs::path& file, StoreUse use) {
  auto connection = Sqlite::open(file, Sqlite::Mode::write);
  if (!connection) return connection;
  if (use == StoreUse::exclusive)
    if (auto alone = have_alone(*connection); !alone) return std::unexpected(alone.error());
  const auto contents = identify(*connection, file);  // before anything is changed
  if (!contents) return std::unexpected(contents.error());
  // In memory (a test's "file:/name?vfs=memdb") there is no WAL, and SQLite goes on without. When
  // the log is moved is ReplyDatabase's to say. A cache of 2 MB has the pages that every reply
  // needs, and is soon full: memory does not grow with the store.
  Result<> set;
  if (*contents == Contents::nothing) set = connection->run("PRAGMA page_size = 8192");
  if (set) set = use_wal(*connection);
  if (set)
    set = connection->run(
        "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -2048");
  if (set && *contents == Contents::nothing) set = create(*connection, file);
  if (!set) return std::unexpected(set.error());
  return connection;
}

Result<std::optional<Sqlite>> open_store_file_to_read(const fs::path& file) {
  if (!is_there(file)) return std::nullopt;
  auto connection = Sqlite::open(file, Sqlite::Mode::read);
  if (!connection) return std::unexpected(connection.error());
  const auto contents = identify(*connection, file);
  if (!contents) return std::unexpected(contents.error());
  if (*contents == Contents::nothing) return std::nullopt;
  return std::move(*connection);
}

Result<std::optional<StoreTotals>> store_totals(const fs::path& file) {
  if (!is_there(file)) return std::nullopt;
  auto opened = open_store_file_to_read(file);
  if (!opened) return std::unexpected(opened.error());
  if (!*opened) return StoreTotals{};
  auto& connection = *opened;
  const auto replies = connection->number("SELECT max(id) FROM replies");  // none is deleted
  if (!replies) return std::unexpected(replies.error());
  const auto bytes =
      connection->number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  if (!bytes) return std::unexpected(bytes.error());
  return StoreTotals{.replies = static_cast<std::uint64_t>(*replies),
                     .bytes = static_cast<std::uint64_t>(*bytes)};
}

}  // namespace judge
