#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/errors.hpp"
#include "base/hash.hpp"
#include "store/key_index.hpp"
#include "store/response_store.hpp"
#include "store/sqlite.hpp"

namespace judge {

/// The store's file, used by one thread at a time. Its calls belong into transactions where
/// somebody else may write too.
class ReplyDatabase {
 public:
  /// Makes the file where there is none; refuses one that is something else.
  static Result<std::unique_ptr<ReplyDatabase>> open(const std::filesystem::path& file,
                                                     StoreUse use = StoreUse::shared);

  /// For `judge plan`: get() and recall() only; writes nothing, not even beside the file. nullptr
  /// where there is no store yet.
  static Result<std::unique_ptr<ReplyDatabase>> open_to_read(const std::filesystem::path& file);

  /// Without what is damaged, which put() replaces.
  Result<std::optional<StoredReply>> get(const Digest& key);
  Result<> put(const Digest& key, const StoredReply& reply, bool replace);
  Result<std::optional<std::string>> recall(const std::string& fact);
  Result<> remember(const std::string& fact, const std::string& value);
  Result<std::vector<Fact>> recall_all(const std::string& prefix);
  Result<> forget(const std::string& fact);

  Result<> begin() { return begin(statements_.begin); }
  Result<> begin_reading() { return begin(statements_.begin_reading); }
  Result<> end_reading() { return statements_.commit.run(*connection_); }
  Result<> commit();  // or a rollback, where it fails
  void rollback();

  /// True once all that is committed is on the disk.
  Result<bool> sync() { return connection_->checkpoint(); }
  void leave_log() { connection_->leave_log(); }
  /// Time for a sync, however little of it is unsynced: memory and opening cost by its length.
  bool log_is_long() const { return log_pages_ >= longest_log; }

  /// Whose keys may be there, for any thread.
  const std::shared_ptr<KeyFilter>& known() const { return index_.known(); }

 private:
  struct Statements {
    Statement begin, begin_reading, commit, get, put, replace, recall, remember, recall_all, forget;
  };
  static Result<Statements> prepare(Sqlite& connection);
  static Result<std::unique_ptr<ReplyDatabase>> make(Sqlite opened);
  ReplyDatabase(std::unique_ptr<Sqlite> connection, Statements statements, KeyIndex index)
      : connection_(std::move(connection)),
        statements_(std::move(statements)),
        index_(std::move(index)) {
    connection_->count_log(log_pages_);
  }
  Result<> begin(Statement& statement);
  Result<std::optional<StoredReply>> sound(std::int64_t id, const Digest& key);
  Result<bool> stays(std::optional<std::int64_t> id, const Digest& key, bool replace);

  static constexpr int longest_log = 2000;  // pages: 16 MB
  std::unique_ptr<Sqlite> connection_;      // its place stays: the index refers to it
  Statements statements_;                   // go first
  KeyIndex index_;
  int log_pages_ = 0;  // after the last commit
};

}  // namespace judge
