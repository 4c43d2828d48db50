#include "store/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/disk.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

// SQLite keeps what a failed write or sync said with the file. (sqlite3_system_errno() often has
// what came next.)
int last_error_of(sqlite3* handle, int which_file) {
  sqlite3_file* file = nullptr;
  int error = 0;
  if (sqlite3_file_control(handle, "main", which_file, static_cast<void*>(&file)) == SQLITE_OK &&
      file && file->pMethods)
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

std::string_view advice_to_io_error(int code, sqlite3* handle) {
  switch (code) {
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_SHMOPEN:
    case SQLITE_IOERR_SHMLOCK:
    case SQLITE_IOERR_SHMMAP:
      return "; a network file system lacks the shared memory that it takes: set [run] "
             "store_exclusive = true, or put the store on a local disk";
    case SQLITE_IOERR_SHMSIZE:
      return disk_advice(ENOSPC);
    default:
      for (const int file : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER})
        if (const auto known = disk_advice(last_error_of(handle, file)); !known.empty())
          return known;
      return "; the disk is over a quota, or failing: mend that and run again";
  }
}

std::string_view advice(int code, sqlite3* handle) {
  switch (code & 0xFF) {  // the primary code
    case SQLITE_FULL:
      return disk_advice(ENOSPC);
    case SQLITE_IOERR:
      return advice_to_io_error(code, handle);
    case SQLITE_BUSY:
      return "; another process keeps it locked: wait for it or stop it";
    case SQLITE_CANTOPEN:
      if (const auto known = disk_advice(sqlite3_system_errno(handle)); !known.empty())
        return known;
      [[fallthrough]];
    case SQLITE_READONLY:
      return "; see to its permissions and its directory's, or name another file under [run] store";
    case SQLITE_NOMEM:
      return "";
    default:  // damaged, one way or another
      return "; move it away, or name another file under [run] store";
  }
}

std::string percent_encoded(const std::string& path) {
  std::string encoded;
  for (const char c : path)
    encoded += c == '%' || c == '?' || c == '#'
                   ? fmt::format("%{:02X}", static_cast<unsigned char>(c))
                   : std::string(1, c);
  return encoded;
}

// A reader of a WAL database makes -wal and -shm files, unless it is told that nobody writes. That
// is so where there is no -wal file: whoever writes has one, whoever was killed left one.
std::string name_for_reading(const fs::path& file) {
  std::error_code error;
  if (fs::exists(fs::path(file) += "-wal", error)) return file.native();
  return "file:" + percent_encoded(file.lexically_normal().native()) + "?immutable=1";
}

bool is_uri(const fs::path& file) {
  return file.native().starts_with("file:");
}

// Before SQLite creates it for everyone to read; its -wal and -shm files take this file's mode.
// Only what is not there is touched: closing an open database's file would drop SQLite's locks.
Result<> create_private(const fs::path& file) {
  std::error_code error;
  if (fs::exists(file, error)) return {};
  if (auto made = make_directories(file.parent_path()); !made) return made;
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0 && errno != EEXIST) return disk_fault("create the store", file);
  if (made >= 0) ::close(made);
  return {};
}

}  // namespace

void Sqlite::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Result<Sqlite> Sqlite::open(const fs::path& file, Mode mode) {
  std::string name = file.native();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode == Mode::write) {
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (!is_uri(file))
      if (auto created = create_private(file); !created) return std::unexpected(created.error());
  } else {
    flags |= SQLITE_OPEN_READONLY;
    if (!is_uri(file)) name = name_for_reading(file);
  }
  if (is_uri(name)) flags |= SQLITE_OPEN_URI;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  Sqlite connection(handle, file.native());
  if (code != SQLITE_OK) return std::unexpected(connection.fault());
  connection.wait_for_others(mode == Mode::write ? patience : patience_of_readers);
  return connection;
}

void Sqlite::wait_for_others(std::chrono::milliseconds longest) {
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(longest.count()));
}

Error Sqlite::fault() const {
  const int code = handle_ ? sqlite3_extended_errcode(handle_.get()) : SQLITE_NOMEM;
  return {Fault::disk, fmt::format("cannot use the store {}: {}{}", path_,
                                   handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code),
                                   advice(code, handle_.get()))};
}

Result<> Sqlite::run(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return std::unexpected(fault());
  return {};
}

Result<std::int64_t> Sqlite::number(const char* sql) {
  auto statement = Statement::prepare(*this, sql);
  if (!statement) return std::unexpected(statement.error());
  return statement->number(*this);
}

Result<bool> Sqlite::checkpoint() {
  int logged = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved);
  if ((code & 0xFF) == SQLITE_BUSY) return false;  // another process is at it
  if (code != SQLITE_OK) return std::unexpected(fault());
  return logged == moved;
}

void Sqlite::count_log(int& pages) {
  const auto count = [](void* into, sqlite3*, const char*, int in_log) {
    *static_cast<int*>(into) = in_log;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle_.get(), count, &pages);
}

void Sqlite::leave_log() {
  int* const nobody_asks = nullptr;
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nobody_asks);
}

bool Sqlite::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::int64_t Sqlite::last_inserted() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<Statement> Statement::prepare(Sqlite& connection, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(connection.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK)
    return std::unexpected(connection.fault());
  return Statement(statement);
}

Statement& Statement::blob(int at, const void* bytes, std::size_t size) {
  // A null pointer would be bound as NULL.
  sqlite3_bind_blob64(statement_.get(), at, size == 0 ? "" : bytes, size, SQLITE_STATIC);
  return *this;
}

Statement& Statement::text(int at, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), at, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::number(int at, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), at, number);
  return *this;
}

Result<bool> Statement::step(const Sqlite& connection) {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return std::unexpected(connection.fault());
}

std::string Statement::bytes(int column) const {
  const auto* data = sqlite3_column_blob(statement_.get(), column);
  const auto size = sqlite3_column_bytes(statement_.get(), column);
  return data ? std::string(static_cast<const char*>(data), static_cast<std::size_t>(size)) : "";
}

Digest Statement::digest(int column) const {
  Digest digest{};
  const auto* data =
      static_cast<const unsigned char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  if (data) std::copy_n(data, std::min(size, digest.size()), digest.begin());
  return digest;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

Result<> Statement::run(const Sqlite& connection) {
  const StatementUse use(*this);
  if (auto stepped = step(connection); !stepped) return std::unexpected(std::move(stepped.error()));
  return {};
}

Result<std::int64_t> Statement::number(const Sqlite& connection) {
  const StatementUse use(*this);
  const auto row = step(connection);
  if (!row) return std::unexpected(row.error());
  return *row ? integer(0) : 0;
}

Statement Preparing::operator()(const char* sql) {
  auto prepared = Statement::prepare(connection_, sql);
  if (prepared) return std::move(*prepared);
  outcome_ = std::unexpected(prepared.error());
  return {};
}

}  // namespace judge
