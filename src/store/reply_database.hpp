#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/errors.hpp"
#include "base/hash.hpp"
#include "store/response_store.hpp"
#include "store/sqlite.hpp"

namespace judge {

/// The store's file, used by one thread at a time.
class ReplyDatabase {
 public:
  /// Makes the file where there is none; refuses one that is something else.
  static Result<std::unique_ptr<ReplyDatabase>> open(const std::filesystem::path& file);

  /// For `judge plan`: get() and recall() only; writes nothing, not even beside the file. nullptr
  /// where there is no store yet.
  static Result<std::unique_ptr<ReplyDatabase>> open_to_read(const std::filesystem::path& file);

  Result<std::optional<StoredReply>> get(const Digest& key);
  Result<> put(const Digest& key, const StoredReply& reply, bool replace);
  Result<std::optional<std::string>> recall(const std::string& fact);
  Result<> remember(const std::string& fact, const std::string& value);

  Result<> begin() { return connection_.run("BEGIN IMMEDIATE"); }
  Result<> commit() { return connection_.run("COMMIT"); }
  void rollback();

  /// True once all that is committed is on the disk.
  Result<bool> sync() { return connection_.checkpoint(); }

 private:
  struct Statements {
    Statement get, put, replace, recall, remember;
  };
  static Result<Statements> prepare(Sqlite& connection);
  ReplyDatabase(Sqlite connection, Statements statements)
      : connection_(std::move(connection)), statements_(std::move(statements)) {}

  Sqlite connection_;
  Statements statements_;  // go first
};

}  // namespace judge
