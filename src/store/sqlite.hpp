#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/errors.hpp"
#include "base/hash.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace judge {

/// A connection to a file, or to what a path starting with "file:" means as an SQLite URI. Used by
/// one thread at a time.
class Sqlite {
 public:
  enum class Mode { read, write };  // write creates the file
  static Result<Sqlite> open(const std::filesystem::path& file, Mode mode);

  /// How long a lock that another process holds is waited for. Unless told otherwise `patience`,
  /// for other runs that share the store, or, by those who only read, what one takes that has just
  /// been killed: nothing else keeps them out but a run that has the store to itself.
  void wait_for_others(std::chrono::milliseconds longest);
  static constexpr std::chrono::milliseconds patience{30'000};
  static constexpr std::chrono::milliseconds patience_of_readers{2'000};

  /// Statements without results.
  Result<> run(const char* sql);
  Result<std::int64_t> number(const char* sql);  // the one row's one column
  /// What the database last complained of, with its path and what to do. Fault::disk.
  Error fault() const;
  /// True once everything in the write-ahead log is synced into the database (or there is no log).
  Result<bool> checkpoint();
  /// `pages` becomes, at each commit, the number of them in the log; it must outlive the
  /// connection.
  void count_log(int& pages);
  /// Closing no longer moves the log into the database.
  void leave_log();
  /// False where SQLite ended the transaction by itself, as it does on a full disk.
  bool in_transaction() const;
  std::int64_t last_inserted() const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  Sqlite(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
};

/// A statement made once and run many times; goes before its connection.
class Statement {
 public:
  Statement() = default;
  static Result<Statement> prepare(Sqlite& connection, const char* sql);

  /// Parameters are numbered from 1. Bound bytes are not copied: they must last until the row is
  /// done.
  Statement& blob(int at, const void* bytes, std::size_t size);
  Statement& text(int at, std::string_view text);
  Statement& number(int at, std::int64_t number);

  /// True: a row; false: done. The connection's fault() otherwise.
  Result<bool> step(const Sqlite& connection);
  std::string bytes(int column) const;  // columns are numbered from 0
  Digest digest(int column) const;      // what is missing of it is zero
  std::int64_t integer(int column) const;
  void reset();

  /// All of a statement that gives no row.
  Result<> run(const Sqlite& connection);
  /// The one row's one column; 0 where there is no row.
  Result<std::int64_t> number(const Sqlite& connection);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement when its row is done with: one left open would hold its transaction open.
class StatementUse {
 public:
  explicit StatementUse(Statement& statement) : statement_(statement) {}
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;
  ~StatementUse() { statement_.reset(); }

 private:
  Statement& statement_;
};

/// Prepares several statements and keeps what went wrong, so that it is asked for once.
class Preparing {
 public:
  explicit Preparing(Sqlite& connection) : connection_(connection) {}
  Statement operator()(const char* sql);
  const Result<>& outcome() const { return outcome_; }

 private:
  Sqlite& connection_;
  Result<> outcome_;
};

}  // namespace judge
