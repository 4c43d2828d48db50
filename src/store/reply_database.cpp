#include "store/reply_database.hpp"

#include <utility>

#include "store/checksum.hpp"
#include "store/store_file.hpp"

namespace judge {

namespace fs = std::filesystem;

Result<ReplyDatabase::Statements> ReplyDatabase::prepare(Sqlite& connection) {
  Preparing preparing(connection);
  Statements statements{
      .begin = preparing("BEGIN IMMEDIATE"),
      .begin_reading = preparing("BEGIN"),
      .commit = preparing("COMMIT"),
      .get = preparing("SELECT body, model, latency_ms, attempts, possibly_billed, crc32 "
                       "FROM replies WHERE id = ?1"),
      .put = preparing("INSERT INTO replies "
                       "(key, body, model, latency_ms, attempts, possibly_billed, crc32) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
      .replace = preparing("UPDATE replies SET body = ?2, model = ?3, latency_ms = ?4, "
                           "attempts = ?5, possibly_billed = ?6, crc32 = ?7, "
                           "created_at = unixepoch() WHERE id = ?1"),
      .recall = preparing("SELECT value FROM facts WHERE fact = ?1"),
      .remember = preparing("INSERT INTO facts (fact, value) VALUES (?1, ?2) "
                            "ON CONFLICT (fact) DO UPDATE SET value = excluded.value"),
      .recall_all = preparing("SELECT fact, value FROM facts "
                              "WHERE substr(fact, 1, length(?1)) = ?1 ORDER BY fact"),
      .forget = preparing("DELETE FROM facts WHERE fact = ?1")};
  if (!preparing.outcome()) return std::unexpected(preparing.outcome().error());
  return statements;
}

Result<std::unique_ptr<ReplyDatabase>> ReplyDatabase::make(Sqlite opened) {
  auto connection = std::make_unique<Sqlite>(std::move(opened));
  auto index = KeyIndex::open(*connection);
  if (!index) return std::unexpected(index.error());
  auto statements = prepare(*connection);
  if (!statements) return std::unexpected(statements.error());
  return std::unique_ptr<ReplyDatabase>(
      new ReplyDatabase(std::move(connection), std::move(*statements), std::move(*index)));
}

Result<std::unique_ptr<ReplyDatabase>> ReplyDatabase::open(const fs::path& file, StoreUse use) {
  auto connection = open_store_file(file, use);
  if (!connection) return std::unexpected(connection.error());
  auto database = make(std::move(*connection));
  if (!database) return database;
  // Of a store without replies everything is known at once: its caller need not ask.
  const auto replies = (*database)->connection_->number("SELECT max(id) FROM replies");
  if (!replies) return std::unexpected(replies.error());
  if (*replies == 0)
    if (auto known = (*database)->index_.catch_up(); !known) return std::unexpected(known.error());
  return database;
}

Result<std::unique_ptr<ReplyDatabase>> ReplyDatabase::open_to_read(const fs::path& file) {
  auto connection = open_store_file_to_read(file);
  if (!connection) return std::unexpected(connection.error());
  if (!*connection) return nullptr;
  auto database = make(std::move(**connection));
  if (!database) return database;
  if (auto known = (*database)->index_.catch_up(); !known) return std::unexpected(known.error());
  return database;
}

Result<> ReplyDatabase::begin(Statement& statement) {
  if (auto begun = statement.run(*connection_); !begun) return begun;
  auto caught_up = index_.catch_up();
  if (!caught_up) rollback();
  return caught_up;
}

Result<> ReplyDatabase::commit() {
  auto outcome = index_.merge_if_due();
  if (outcome) outcome = statements_.commit.run(*connection_);
  if (outcome)
    index_.committed();
  else
    rollback();
  return outcome;
}

void ReplyDatabase::rollback() {
  if (connection_->in_transaction()) (void)connection_->run("ROLLBACK");
  index_.rolled_back();
}

Result<std::optional<StoredReply>> ReplyDatabase::get(const Digest& key) {
  const auto id = index_.find(key);
  if (!id) return std::unexpected(id.error());
  return *id ? sound(**id, key) : std::nullopt;
}

/// nullopt where the row is gone or its sum is another.
Result<std::optional<StoredReply>> ReplyDatabase::sound(std::int64_t id, const Digest& key) {
  auto& statement = statements_.get;
  const StatementUse use(statement);
  const auto row = statement.number(1, id).step(*connection_);
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  StoredReply reply{.body = statement.bytes(0),
                    .model = statement.bytes(1),
                    .latency_ms = statement.integer(2),
                    .attempts = static_cast<std::uint32_t>(statement.integer(3)),
                    .possibly_billed_before = statement.integer(4) != 0};
  if (statement.integer(5) != checksum(key, reply)) return std::nullopt;
  return reply;
}

/// Whether what is stored under the key is to stay.
Result<bool> ReplyDatabase::stays(std::optional<std::int64_t> id, const Digest& key, bool replace) {
  if (!id || replace) return false;
  const auto stored = sound(*id, key);
  if (!stored) return std::unexpected(stored.error());
  return stored->has_value();
}

Result<> ReplyDatabase::put(const Digest& key, const StoredReply& reply, bool replace) {
  const auto id = index_.find(key);
  if (!id) return std::unexpected(id.error());
  const auto kept = stays(*id, key, replace);
  if (!kept) return std::unexpected(kept.error());
  if (*kept) return {};
  auto& statement = *id ? statements_.replace : statements_.put;
  if (*id)
    statement.number(1, **id);
  else
    statement.blob(1, key.data(), key.size());
  auto stored = statement.blob(2, reply.body.data(), reply.body.size())
                    .text(3, reply.model)
                    .number(4, reply.latency_ms)
                    .number(5, reply.attempts)
                    .number(6, reply.possibly_billed_before)
                    .number(7, checksum(key, reply))
                    .run(*connection_);
  if (stored && !*id) index_.add(key, connection_->last_inserted());
  return stored;
}

Result<std::optional<std::string>> ReplyDatabase::recall(const std::string& fact) {
  auto& statement = statements_.recall;
  const StatementUse use(statement);
  const auto row = statement.text(1, fact).step(*connection_);
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return statement.bytes(0);
}

Result<std::vector<Fact>> ReplyDatabase::recall_all(const std::string& prefix) {
  auto& statement = statements_.recall_all;
  const StatementUse use(statement);
  statement.text(1, prefix);
  std::vector<Fact> facts;
  while (true) {
    const auto row = statement.step(*connection_);
    if (!row) return std::unexpected(row.error());
    if (!*row) return facts;
    facts.emplace_back(statement.bytes(0), statement.bytes(1));
  }
}

Result<> ReplyDatabase::forget(const std::string& fact) {
  return statements_.forget.text(1, fact).run(*connection_);
}

Result<> ReplyDatabase::remember(const std::string& fact, const std::string& value) {
  return statements_.remember.text(1, fact).text(2, value).run(*connection_);
}

}  // namespace judge
