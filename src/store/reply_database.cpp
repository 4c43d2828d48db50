#include "store/reply_database.hpp"

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
// which format it has. A reply's key is SHA-256; its rowid is the order in which replies came.
// Rejected: WITHOUT ROWID on the key (long bodies in the B-tree that every lookup descends, and
// every insertion into a random place of it), and the key as hexadecimal text (twice the index).
constexpr std::int64_t application_id = 0x4A554447;  // "JUDG"
constexpr std::int64_t format = 1;
constexpr const char* schema = R"sql(
  CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
    body BLOB NOT NULL,
    model TEXT NOT NULL,
    latency_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    possibly_billed INTEGER NOT NULL,
    created_at INTEGER NOT NULL DEFAULT (unixepoch())
  );
  CREATE TABLE facts (fact TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA application_id = 0x4A554447;
  PRAGMA user_version = 1;
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

/// nullopt: there is nothing to read.
Result<std::optional<Sqlite>> connect_to_read(const fs::path& file) {
  if (!is_there(file)) return std::nullopt;
  auto connection = Sqlite::open(file, Sqlite::Mode::read);
  if (!connection) return std::unexpected(connection.error());
  const auto contents = identify(*connection, file);
  if (!contents) return std::unexpected(contents.error());
  if (*contents == Contents::nothing) return std::nullopt;
  return std::move(*connection);
}

/// Resets a statement when its row is done with: one left open would hold its transaction open.
class Use {
 public:
  explicit Use(Statement& statement) : statement_(statement) {}
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() { statement_.reset(); }

 private:
  Statement& statement_;
};

Result<> done(Result<bool> stepped) {
  if (!stepped) return std::unexpected(std::move(stepped.error()));
  return {};
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

}  // namespace

Result<ReplyDatabase::Statements> ReplyDatabase::prepare(Sqlite& connection) {
  Result<> ready;
  const auto statement = [&](const std::string& sql) {
    auto prepared = Statement::prepare(connection, sql.c_str());
    if (prepared) return std::move(*prepared);
    ready = std::unexpected(prepared.error());
    return Statement();
  };
  const std::string insert =
      "INSERT INTO replies (key, body, model, latency_ms, attempts, possibly_billed) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO ";
  Statements statements{
      .get = statement("SELECT body, model, latency_ms, attempts, possibly_billed "
                       "FROM replies WHERE key = ?1"),
      .put = statement(insert + "NOTHING"),
      .replace =
          statement(insert + "UPDATE SET body = excluded.body, model = excluded.model, "
                             "latency_ms = excluded.latency_ms, attempts = excluded.attempts, "
                             "possibly_billed = excluded.possibly_billed, "
                             "created_at = excluded.created_at"),
      .recall = statement("SELECT value FROM facts WHERE fact = ?1"),
      .remember = statement("INSERT INTO facts (fact, value) VALUES (?1, ?2) "
                            "ON CONFLICT (fact) DO UPDATE SET value = excluded.value")};
  if (!ready) return std::unexpected(ready.error());
  return statements;
}

Result<std::unique_ptr<ReplyDatabase>> ReplyDatabase::open(const fs::path& file) {
  auto connection = Sqlite::open(file, Sqlite::Mode::write);
  if (!connection) return std::unexpected(connection.error());
  const auto contents = identify(*connection, file);  // before anything is changed
  if (!contents) return std::unexpected(contents.error());
  // In memory (a test's "file:/name?vfs=memdb") there is no WAL, and SQLite goes on without.
  // A log of 16 MB before SQLite moves it by itself, inside a commit: at its usual 4 MB a flood of
  // replies costs a quarter more, because the same pages of the index are moved more often.
  if (auto set = use_wal(*connection); !set) return std::unexpected(set.error());
  if (auto set = connection->run("PRAGMA synchronous = NORMAL; "
                                 "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384");
      !set)
    return std::unexpected(set.error());
  if (*contents == Contents::nothing)
    if (auto created = create(*connection, file); !created) return std::unexpected(created.error());
  auto statements = prepare(*connection);
  if (!statements) return std::unexpected(statements.error());
  return std::unique_ptr<ReplyDatabase>(
      new ReplyDatabase(std::move(*connection), std::move(*statements)));
}

Result<std::optional<StoredReply>> ReplyDatabase::get(const Digest& key) {
  auto& statement = statements_.get;
  const Use use(statement);
  const auto row = statement.blob(1, key.data(), key.size()).step(connection_);
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return StoredReply{.body = statement.bytes(0),
                     .model = statement.bytes(1),
                     .latency_ms = statement.integer(2),
                     .attempts = static_cast<std::uint32_t>(statement.integer(3)),
                     .possibly_billed_before = statement.integer(4) != 0};
}

Result<> ReplyDatabase::put(const Digest& key, const StoredReply& reply, bool replace) {
  auto& statement = replace ? statements_.replace : statements_.put;
  const Use use(statement);
  return done(statement.blob(1, key.data(), key.size())
                  .blob(2, reply.body.data(), reply.body.size())
                  .text(3, reply.model)
                  .number(4, reply.latency_ms)
                  .number(5, reply.attempts)
                  .number(6, reply.possibly_billed_before)
                  .step(connection_));
}

Result<std::optional<std::string>> ReplyDatabase::recall(const std::string& fact) {
  auto& statement = statements_.recall;
  const Use use(statement);
  const auto row = statement.text(1, fact).step(connection_);
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return statement.bytes(0);
}

Result<> ReplyDatabase::remember(const std::string& fact, const std::string& value) {
  auto& statement = statements_.remember;
  const Use use(statement);
  return done(statement.text(1, fact).text(2, value).step(connection_));
}

void ReplyDatabase::rollback() {
  if (connection_.in_transaction()) (void)connection_.run("ROLLBACK");
}

Result<std::unique_ptr<ReplyDatabase>> ReplyDatabase::open_to_read(const fs::path& file) {
  auto connection = connect_to_read(file);
  if (!connection) return std::unexpected(connection.error());
  if (!*connection) return nullptr;
  auto statements = prepare(**connection);
  if (!statements) return std::unexpected(statements.error());
  return std::unique_ptr<ReplyDatabase>(
      new ReplyDatabase(std::move(**connection), std::move(*statements)));
}

Result<std::optional<StoreTotals>> store_totals(const fs::path& file) {
  if (!is_there(file)) return std::nullopt;
  auto opened = connect_to_read(file);
  if (!opened) return std::unexpected(opened.error());
  if (!*opened) return StoreTotals{};
  auto& connection = *opened;
  const auto replies = connection->number("SELECT count(*) FROM replies");
  if (!replies) return std::unexpected(replies.error());
  const auto bytes =
      connection->number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
  if (!bytes) return std::unexpected(bytes.error());
  return StoreTotals{.replies = static_cast<std::uint64_t>(*replies),
                     .bytes = static_cast<std::uint64_t>(*bytes)};
}

}  // namespace judge
