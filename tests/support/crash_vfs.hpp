#pragma once

#include <sqlite3.h>

#include <string>

#include "support/crash_disk.hpp"

namespace judge::test {

/// SQLite on a CrashDisk, as long as this lives: a store is opened as uri("store.db"). For one
/// connection at a time: locks are granted to everybody.
class CrashVfs {
 public:
  explicit CrashVfs(CrashDisk& disk);
  ~CrashVfs();
  CrashVfs(const CrashVfs&) = delete;
  CrashVfs& operator=(const CrashVfs&) = delete;

  std::string uri(const std::string& path) const { return "file:/" + path + "?vfs=" + name_; }
  /// Whether any connection has asked for memory to share.
  bool shared_memory_was_used() const { return shares_; }

 private:
  friend struct CrashVfsCalls;
  CrashDisk& disk_;
  std::string name_;
  sqlite3_vfs vfs_{};
  int last_error_ = 0;
  bool shares_ = false;
};

}  // namespace judge::test
